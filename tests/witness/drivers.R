# Witness of correlations, block lengths, intervals, surrogates, leads and lags, STL and identity regressions.
#
# Run from the repository root: Rscript tests/witness/drivers.R [raw-data folder] [output folder]

source("tests/witness/common.R")

# ---------------------------------------------------------------- the series
#
# Multiplier and ratios of both countries on the history that seasons are estimated on; `take` cuts to `months`.

sample_months <- months
span <- function(first) format(seq(as.Date(paste0(first, "-01")), as.Date("2009-10-01"), by = "month"), "%Y-%m")
history <- span("2002-01")

months <- history
cn <- cbind(take("china/money_supply/2019-07.csv",
                 c("m0", "m2", "demand_deposits", "savings_deposits", "time_deposits")),
            take("china/monetary_authority/2021-01.csv", "reserve_money"))
fred <- take("us/fred_md/2009-12.csv", c("M2SL", "AMBSL", "TOTRESNS"))
stock <- take("us/money_stock/2023-12.csv", c("CURRSL", "CURRDD", "OCDSL", "SAVINGSL", "STDSL"))
months <- span("2006-01")
cn_reserves <- take("china/depository_corporations/2021-01.csv", "deposits_with_central_bank")
cn$reserves <- c(rep(NA, length(history) - nrow(cn_reserves)), cn_reserves[[1]])
months <- sample_months

ratios <- function(m2, base, cash, demand, savings, time, reserves) {
  deposits <- demand + savings + time
  c <- cash / demand; s <- savings / demand; t <- time / demand; r <- reserves / deposits
  data.frame(multiplier = m2 / base, currency_ratio = c, savings_ratio = s, time_ratio = t, reserve_ratio = r,
             cash_deposit_ratio = cash / deposits,
             from_ratios = (c + 1 + s + t) / (c + r * (1 + s + t)), row.names = history)
}
long <- list(
  china = with(cn, ratios(m2, reserve_money, m0, demand_deposits, savings_deposits, time_deposits, reserves)),
  us = ratios(fred$M2SL, fred$AMBSL, stock$CURRSL, stock$CURRDD - stock$CURRSL + stock$OCDSL,
              stock$SAVINGSL, stock$STDSL, fred$TOTRESNS)
)
same("multiplier of China", long$china[months, "multiplier"], level$china_m, 1e-12)
same("multiplier of the US", long$us[months, "multiplier"], level$us_m, 1e-12)
drivers <- c("currency_ratio", "savings_ratio", "time_ratio", "reserve_ratio", "cash_deposit_ratio")

# ------------------------------------------------------------------- 1. STL
#
# R's stl() with the degrees, spans and jumps that statsmodels takes by default: degree one throughout, the
# trend's span 21, the low-pass filter's 13, every point evaluated, 2 inner and 15 outer passes.
#
# The series begin a month later than in the library, so that their number of months is odd. With an even
# number R's robust stl() does not weight by six times the median residual, as Cleveland et al. (1990) have it:
# the positions of the two middle residuals are handed to its partial sort in descending order.

own_weights <- function(residuals) {
  u <- abs(residuals) / (6 * median(abs(residuals)))
  ifelse(u <= 0.001, 1, ifelse(u <= 0.999, (1 - u^2)^2, 0))
}
decompose <- function(x, outer)
  stl(ts(log(x), frequency = 12), s.window = 13, s.degree = 1, t.window = 21, t.degree = 1, l.window = 13,
      l.degree = 1, s.jump = 1, t.jump = 1, l.jump = 1, robust = TRUE, inner = 2, outer = outer)

adjusted <- list()
for (country in names(long)) {
  adjusted[[country]] <- long[[country]]
  for (name in c("multiplier", drivers)) {
    x <- long[[country]][[name]]
    whole <- !is.na(x); whole[which(whole)[1]] <- FALSE
    stopifnot(sum(whole) %% 2 == 1)
    first <- decompose(x[whole], 0)$time.series[, "remainder"]
    same("robust weights", decompose(x[whole], 1)$weights, own_weights(first), 1e-12)
    fit <- decompose(x[whole], 15)
    parts <- fit$time.series
    same(paste("stl", country, name), rowSums(parts), log(x[whole]), 1e-12)
    adjusted[[country]][[name]][whole] <- exp(log(x[whole]) - parts[, "seasonal"])
    for (month in c("2006-03", "2008-01", "2009-01", "2009-10"))
      put("stl_adjusted", paste(country, name, sep = "_"), month, adjusted[[country]][month, name])
  }
}

# -------------------------------------------------------- 2. transformed pairs

change <- function(d, k) d[(k + 1):nrow(d), ] - d[1:(nrow(d) - k), ]
views <- lapply(names(long), function(country) {
  d <- long[[country]][months, ]; a <- adjusted[[country]][months, ]
  list(level = d, diff = change(d, 1), diff12 = change(d, 12), stl = a, stl_diff = change(a, 1))
})
names(views) <- names(long)

own_r <- function(x, y) {
  x <- x - mean(x); y <- y - mean(y)
  sum(x * y) / sqrt(sum(x^2) * sum(y^2))
}
for (country in names(views)) for (kind in names(views[[country]])) for (name in drivers) {
  v <- views[[country]][[kind]]; x <- v[[name]]; y <- v$multiplier
  label <- paste(country, name, sep = "_")
  pe <- cor(x, y); sp <- cor(x, y, method = "spearman")
  same("pearson", pe, own_r(x, y), 1e-12)
  same("spearman", sp, own_r(rank(x), rank(y)), 1e-12)
  put("pearson", label, kind, pe); put("spearman", label, kind, sp)
}

# ---------------------------------------------------- 3. automatic block length
#
# Politis and White (2004), with the constant of the stationary bootstrap as corrected by Patton, Politis and
# White (2009): b = (2 g^2 / d)^(1/3) n^(1/3), g = sum h(k/m) |k| acov(k), d = 2 (sum h(k/m) acov(k))^2 over
# k = -m..m, h the flat-top window. m is twice the first lag from which max(5, log10 n) autocorrelations in a
# row lie inside 2 sqrt(log10(n) / n), each over the months that both series have.

block <- function(x) {
  n <- length(x); e <- x - mean(x)
  kn <- max(5, floor(log10(n))); last <- ceiling(sqrt(n)) + kn
  band <- 2 * sqrt(log10(n) / n)
  acov <- sapply(0:last, function(k) sum(e[(1 + k):n] * e[1:(n - k)]) / n)
  rho <- sapply(0:last, function(k) {
    a <- e[(1 + k):n]; b <- e[1:(n - k)]
    abs(sum(a * b)) / sqrt(sum(a^2) * sum(b^2))
  })
  quiet <- Filter(function(i) all(rho[i:(i + kn - 1) + 1] < band), 0:(last - kn))
  m <- if (length(quiet)) min(2 * max(quiet[1], 1), last) else last
  k <- -m:m
  h <- pmin(1, 2 * (1 - abs(k) / m))
  g <- sum(h * abs(k) * acov[abs(k) + 1])
  d <- 2 * sum(h * acov[abs(k) + 1])^2
  min((2 * g^2 / d)^(1 / 3) * n^(1 / 3), ceiling(min(3 * sqrt(n), n / 3)))
}
blocks <- list()
for (country in names(views)) for (kind in names(views[[country]])) for (name in drivers) {
  v <- views[[country]][[kind]]
  b <- max(1, block(v[[name]]), block(v$multiplier))
  blocks[[paste(country, kind, name)]] <- b
  put("block_length", paste(country, name, sep = "_"), kind, b)
}

# --------------------------------------------- 4. bootstrap and surrogates
#
# Random draws of R's own generator: the library must agree within the Monte Carlo error of both.

set.seed(19940101)
draws <- 20000; batches <- 20

resample <- function(n, b) {                    # one column a replication
  at <- matrix(0L, n, draws)
  at[1, ] <- sample.int(n, draws, TRUE)
  for (t in 2:n) {
    fresh <- runif(draws) < 1 / b
    at[t, ] <- ifelse(fresh, sample.int(n, draws, TRUE), at[t - 1, ] %% n + 1)
  }
  at
}
column_r <- function(x, y) {
  x <- sweep(x, 2, colMeans(x)); y <- sweep(y, 2, colMeans(y))
  colSums(x * y) / sqrt(colSums(x^2) * colSums(y^2))
}
# The standard error of a quantile from the spread of the quantiles of batches.
quantile_se <- function(r, p)
  sd(apply(matrix(r, ncol = batches), 2, quantile, p)) / sqrt(batches)

surrogate <- function(x) {                      # one column a surrogate
  n <- length(x); z <- fft(x); half <- n %/% 2
  theta <- matrix(runif(half * draws, 0, 2 * pi), half, draws)
  if (n %% 2 == 0) theta[half, ] <- pi * sample(0:1, draws, TRUE)
  turned <- Mod(z[2:(half + 1)]) * exp(1i * theta)
  full <- matrix(0i, n, draws)
  full[1, ] <- z[1]
  full[2:(half + 1), ] <- turned
  full[n:(n - half + 1), ][seq_len(half), ] <- Conj(turned)
  s <- mvfft(full, inverse = TRUE) / n
  same("surrogates are real", Im(s), 0, 1e-9)
  Re(s)
}
for (country in names(views)) for (kind in c("level", "diff", "diff12", "stl_diff")) for (name in drivers) {
  v <- views[[country]][[kind]]; x <- v[[name]]; y <- v$multiplier; n <- length(x)
  label <- paste(country, name, sep = "_")
  at <- resample(n, blocks[[paste(country, kind, name)]])
  r <- column_r(matrix(x[at], n), matrix(y[at], n))
  for (side in c("lower", "upper")) {
    p <- if (side == "lower") 0.025 else 0.975
    put(paste0("boot_", side), label, kind, quantile(r, p)[[1]])
    put(paste0("boot_", side, "_se"), label, kind, quantile_se(r, p))
  }
  s <- surrogate(x)
  same("amplitudes", Mod(mvfft(s[, 1:5])), Mod(fft(x)), 1e-8)
  r <- column_r(s, matrix(y, n, draws))
  p <- (1 + sum(abs(r) >= abs(own_r(x, y)))) / (draws + 1)
  put("surrogate_p", label, kind, p)
  if (kind == "diff") {
    # Leads and lags; ccf(x, y) at lag k pairs x[t + k] with y[t], so that the driver leads at k < 0.
    r <- rev(ccf(x, y, lag.max = 12, plot = FALSE)$acf[, 1, 1])
    zx <- (x - mean(x)) / sqrt(mean((x - mean(x))^2)); zy <- (y - mean(y)) / sqrt(mean((y - mean(y))^2))
    own <- sapply(-12:12, function(l)
      if (l >= 0) sum(zx[1:(n - l)] * zy[(1 + l):n]) / n else sum(zx[(1 - l):n] * zy[1:(n + l)]) / n)
    same("ccf", r, own, 1e-12)
    for (l in -12:12) put("lead_lag", label, l, own[l + 13])
    zs <- sweep(s, 2, colMeans(s)); zs <- sweep(zs, 2, sqrt(colMeans(zs^2)), "/")
    all <- sapply(-12:12, function(l)
      if (l >= 0) colSums(zs[1:(n - l), ] * zy[(1 + l):n]) / n else colSums(zs[(1 - l):n, ] * zy[1:(n + l)]) / n)
    largest <- apply(abs(all), 1, max)
    put("largest_p", label, kind, (1 + sum(largest >= max(abs(own)))) / (draws + 1))
    for (l in c(-12, 0, 12)) {
      put("band_upper", label, l, quantile(all[, l + 13], 0.975)[[1]])
      put("band_upper_se", label, l, quantile_se(all[, l + 13], 0.975))
    }
  }
}

# ------------------------------------------------------- 4b. random signs
#
# Products of deviations from the mean keep their amount and draw their sign: by R's sampler, one draw a column.

set.seed(19880101)
for (country in names(views)) for (kind in c("diff", "stl_diff")) for (name in drivers) {
  v <- views[[country]][[kind]]; x <- v[[name]]; y <- v$multiplier; n <- length(x)
  z <- (x - mean(x)) * (y - mean(y))
  flips <- matrix(sample(c(-1, 1), n * draws, TRUE), n, draws)
  covariances <- colSums(flips * z)
  put("wild_p", paste(country, name, sep = "_"), kind,
      (1 + sum(abs(covariances) >= abs(sum(z)) * (1 - 1e-12))) / (draws + 1))
}

# The size of that test where the observed amounts have signs at random, one driver a country: 2000 series with
# 999 draws each, so that the level of 0.05 is met without interpolation.
for (country in names(views)) {
  v <- views[[country]]$diff; n <- nrow(v); series <- 2000; own <- 999
  a <- abs(v$savings_ratio - mean(v$savings_ratio)); b <- abs(v$multiplier - mean(v$multiplier))
  found <- replicate(series, {
    x <- a * sample(c(-1, 1), n, TRUE); y <- b * sample(c(-1, 1), n, TRUE)
    z <- (x - mean(x)) * (y - mean(y))
    drawn <- abs(as.vector(z %*% matrix(sample(c(-1, 1), n * own, TRUE), n)))
    f <- Mod(fft(x))[2:(n %/% 2 + 1)] * Mod(fft(y))[2:(n %/% 2 + 1)]   # n is odd
    value <- abs(sum((x - mean(x)) * (y - mean(y)))) * n / 2
    surrogates <- abs(as.vector(f %*% cos(matrix(runif(length(f) * own, 0, 2 * pi), length(f)))))
    c(1 + sum(drawn >= abs(sum(z))), 1 + sum(surrogates >= value)) / (own + 1) <= 0.05
  })
  put("size_kept_wild", paste0(country, "_savings_ratio"), "diff", mean(found[1, ]))
  put("size_kept_surrogate", paste0(country, "_savings_ratio"), "diff", mean(found[2, ]))
}

# ------------------------------------------------------- 5. identity regressions

newey_west <- function(X, e, lags) {            # written out
  n <- nrow(X); k <- ncol(X); u <- X * e
  S <- crossprod(u)
  for (l in seq_len(lags)) {
    G <- t(u[(1 + l):n, ]) %*% u[1:(n - l), ]
    S <- S + (1 - l / (lags + 1)) * (G + t(G))
  }
  B <- solve(crossprod(X))
  sqrt(diag(B %*% S %*% B) * n / (n - k))
}
inflation <- function(d) sapply(names(d), function(v)
  1 / (1 - summary(lm(reformulate(setdiff(names(d), v), v), data = d))$r.squared))

# Derivatives at the means: R differentiates the formula, and central differences check it.
formulas <- list(four = quote((c + 1 + s + t) / (c + r * (1 + s + t))), two = quote((1 + k) / (k + r)))
slope_of <- function(f, p, symbol) {
  value <- eval(D(f, symbol), as.list(p))
  h <- 1e-5 * p[[symbol]]; up <- p; up[symbol] <- p[symbol] + h; down <- p; down[symbol] <- p[symbol] - h
  same("derivative", 1, (eval(f, as.list(up)) - eval(f, as.list(down))) / (2 * h) / value, 1e-6)
  value
}
for (country in names(long)) {
  d <- long[[country]][months, ]; n <- nrow(d)
  for (form in c("level_four", "log_four", "level_two", "log_two")) {
    two <- grepl("two", form); logs <- grepl("log", form)
    v <- if (two) c("cash_deposit_ratio", "reserve_ratio") else drivers[1:4]
    symbols <- if (two) c("k", "r") else c("c", "s", "t", "r")
    p <- setNames(colMeans(d[v]), symbols); f <- if (two) formulas$two else formulas$four
    x <- d[v]; if (logs) x <- log(x)
    vif <- inflation(x)
    same("vif", vif, diag(solve(cor(x))), 1e-8)
    for (regressand in c("published", "from_ratios")) {
      y <- if (regressand == "published") d$multiplier else d$from_ratios
      if (logs) y <- log(y)
      fit <- lm(y ~ ., data = cbind(y = y, x))
      X <- model.matrix(fit)
      b <- solve(crossprod(X), crossprod(X, y))
      same("least squares", coef(fit), b, 1e-6)
      lags <- floor(4 * (n / 100)^(2 / 9))
      se <- newey_west(X, resid(fit), lags)[-1]
      label <- paste(country, regressand, sep = "_")
      put("regression_r2", label, form, summary(fit)$r.squared)
      put("regression_bandwidth", label, form, lags)
      for (i in seq_along(v)) {
        analytic <- slope_of(f, p, symbols[i]) * if (logs) p[[i]] / eval(f, as.list(p)) else 1
        detail <- paste(form, v[i], sep = "/")
        difference <- (coef(fit)[[i + 1]] - analytic) / se[[i]]
        put("regression_slope", label, detail, coef(fit)[[i + 1]])
        put("regression_se", label, detail, se[[i]])
        put("regression_analytic", label, detail, analytic)
        put("regression_p", label, detail, 2 * pt(-abs(difference), n - length(v) - 1))
        put("regression_vif", label, detail, vif[[i]])
      }
    }
  }
}

# ------------------------------------------------------- 6. power of the sign test

reject <- sapply(0:43, function(k) binom.test(k, 43)$p.value <= 0.05)
for (share in c(0.5, 0.6, 0.7, 0.8))
  put("sign_test_power", "43", share, sum(dbinom(0:43, 43, share)[reject]))

write_witness("drivers")
