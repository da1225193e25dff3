# Witness of the contest of forecasts: outcomes, forecasts and standard errors from two origins, scores and
# Diebold-Mariano tests over all rolling origins.
#
# Run from the repository root: Rscript tests/witness/contest.R [raw-data folder] [output folder]

source("tests/witness/common.R")

# ---------------------------------------- the series, sample and hold-out from one vintage a country

span <- format(seq(as.Date("2006-03-01"), as.Date("2012-12-01"), by = "month"), "%Y-%m")
N <- length(span); stopifnot(N == 82)

whole <- function(file, columns) {
  d <- read.csv(file.path(raw, file), colClasses = c(month = "character"))
  for (i in which(fixes$file == file)) {
    at <- match(fixes$first[i], d$month)
    same("corrected cell", d[at, fixes$column[i]], fixes$expected[i], 0.005)
    d[at, fixes$column[i]] <- fixes$value[i]
  }
  d <- d[match(span, d$month), columns, drop = FALSE]
  stopifnot(all(sapply(d, is.numeric)), !anyNA(d))
  d
}
cm <- whole("china/money_supply/2019-07.csv",
            c("m0", "m2", "demand_deposits", "time_deposits", "savings_deposits"))
ca <- whole("china/monetary_authority/2021-01.csv", "reserve_money")
cd <- whole("china/depository_corporations/2021-01.csv", "deposits_with_central_bank")
fm <- whole("us/fred_md/2013-01.csv", c("M2SL", "AMBSL", "TOTRESNS"))
us_parts <- whole("us/money_stock/2023-12.csv", c("CURRSL", "CURRDD", "OCDSL", "SAVINGSL", "STDSL"))
china_deposits <- cm$demand_deposits + cm$time_deposits + cm$savings_deposits
us_deposits <- us_parts$CURRDD - us_parts$CURRSL + us_parts$OCDSL + us_parts$SAVINGSL + us_parts$STDSL
data <- list(
  china = list(m = cm$m2 / ca$reserve_money, k = cm$m0 / china_deposits,
               r = cd$deposits_with_central_bank / china_deposits, m2 = cm$m2),
  us = list(m = fm$M2SL / fm$AMBSL, k = us_parts$CURRSL / us_deposits,
            r = fm$TOTRESNS / us_deposits, m2 = fm$M2SL)
)
early <- take("us/fred_md/2009-12.csv", c("M2SL", "AMBSL"))
revised <- 100 * abs(data$us$m[1:44] / (early$M2SL / early$AMBSL) - 1)
put("revision_max", "us", "", max(revised))
put("revision_mean", "us", "", mean(revised))

H <- 12
ahead <- c(1, 3, 6, 12)
monthly <- function(y) ts(y, start = c(2006, 3), frequency = 12)
half <- function(level) qnorm(0.5 + level / 200)
se_of <- function(f) (f$upper[, "95%"] - f$mean) / half(95)

# ---------------------------------------- models; each returns mean and standard error of H months

no_change <- function(y, h) {
  f <- rwf(monthly(y), h = h)
  list(mean = as.numeric(f$mean), se = as.numeric(se_of(f)))
}
seasonal_naive <- function(y, h) {
  f <- snaive(monthly(y), h = h)
  list(mean = as.numeric(f$mean), se = as.numeric(se_of(f)))
}
drift <- function(y, h) {
  f <- rwf(monthly(y), h = h, drift = TRUE)
  list(mean = as.numeric(f$mean), se = as.numeric(se_of(f)))
}

# AR(1) around monthly means by least squares: y[t] on its lag and twelve dummies.
fit_ar <- function(y) {
  n <- length(y)
  season <- factor(1 + (seq_len(n) - 1) %% 12, levels = 1:12)
  fit <- lm(y[-1] ~ 0 + y[-n] + season[-1])
  b <- coef(fit); stopifnot(!anyNA(b))
  list(phi = b[[1]], means = unname(b[-1]), e = unname(residuals(fit)), df = fit$df.residual)
}
run_ar <- function(y, fit, h) {
  n <- length(y); last <- y[n]; path <- numeric(h)
  for (j in 1:h) { last <- fit$means[1 + (n + j - 1) %% 12] + fit$phi * last; path[j] <- last }
  path
}
seasonal_ar <- function(y, h) {
  fit <- fit_ar(y)
  s2 <- sum(fit$e^2) / fit$df
  list(mean = run_ar(y, fit, h), se = sqrt(s2 * cumsum(fit$phi^(2 * (0:(h - 1))))))
}

# Ratios: log k and log r forecast one by one, the gap kept; variance by the delta method, here with numerical
# slopes and the errors' weights written out month by month.
bottom_up <- function(y, k, r, h) {
  lm_of <- function(k, r) log(1 + exp(k)) - log(exp(k) + exp(r))
  lk <- log(k); lr <- log(r); gap <- log(y) - lm_of(lk, lr); n <- length(y)
  fk <- fit_ar(lk); fr <- fit_ar(lr)
  pk <- run_ar(lk, fk, h); pr <- run_ar(lr, fr, h)
  mean <- exp(lm_of(pk, pr) + gap[n])
  e <- cbind(fk$e, fr$e, diff(gap))
  e <- sweep(e, 2, colMeans(e))
  S <- crossprod(e) / fk$df
  se <- sapply(1:h, function(j) {
    d <- 1e-5
    g <- c((lm_of(pk[j] + d, pr[j]) - lm_of(pk[j] - d, pr[j])) / (2 * d),
           (lm_of(pk[j], pr[j] + d) - lm_of(pk[j], pr[j] - d)) / (2 * d), 1)
    V <- matrix(0, 3, 3)
    for (i in 0:(j - 1)) { w <- c(fk$phi^i, fr$phi^i, 1); V <- V + outer(w, w) * S }
    mean[j] * sqrt(drop(t(g) %*% V %*% g))
  })
  list(mean = mean, se = se)
}

# Random walk plus noise: Kalman filter from the first observation (the exact diffuse start), level variance q
# and noise variance 1 - q times a scale that has a closed form; q by search of [0, 1].
filter_level <- function(y, q) {
  a <- y[1]; P <- 1 - q; ll <- 0; ss <- 0
  for (t in 2:length(y)) {
    Pp <- P + q; Fv <- Pp + (1 - q); v <- y[t] - a
    ss <- ss + v^2 / Fv; ll <- ll + log(Fv)
    K <- Pp / Fv; a <- a + K * v; P <- Pp * (1 - K)
  }
  n <- length(y) - 1; s2 <- ss / n
  list(loglik = -n / 2 * (log(2 * pi * s2) + 1) - ll / 2, a = a, P = P * s2, noise = (1 - q) * s2, level = q * s2)
}
local_level <- function(y, h) {
  grid <- seq(0.001, 1, length.out = 1000)
  at <- grid[which.max(sapply(grid, function(q) filter_level(y, q)$loglik))]
  best <- optimize(function(q) filter_level(y, q)$loglik, c(max(0, at - 0.002), min(1, at + 0.002)),
                   maximum = TRUE, tol = 1e-12)$maximum
  if (filter_level(y, 1)$loglik >= filter_level(y, best)$loglik) best <- 1
  f <- filter_level(y, best)
  list(mean = rep(f$a, h), se = sqrt(f$P + f$noise + f$level * (1:h)), loglik = f$loglik, q = best)
}

# The Theta method written out; alpha of simple smoothing from y[1] by least squares.
theta_model <- function(y, h) {
  n <- length(y); x <- monthly(y)
  rho <- as.numeric(acf(x, lag.max = 12, plot = FALSE)$acf)      # from lag 0
  seasonal <- n * rho[13]^2 / sum(rho[1:12]^2) > qnorm(0.95)^2
  s <- rep(1, 12)
  if (seasonal) s <- decompose(x, type = "multiplicative")$figure
  z <- y / rep_len(s, n)
  sse <- function(alpha) {
    l <- z[1]; out <- 0
    for (t in 2:n) { out <- out + (z[t] - l)^2; l <- l + alpha * (z[t] - l) }
    c(out, l)
  }
  grid <- seq(0, 1, length.out = 501)
  at <- grid[which.min(sapply(grid, function(a) sse(a)[1]))]
  alpha <- optimize(function(a) sse(a)[1], c(max(0, at - 0.004), min(1, at + 0.004)), tol = 1e-12)$minimum
  if (sse(1)[1] <= sse(alpha)[1]) alpha <- 1
  b <- coef(lm(z ~ seq(0, n - 1)))[[2]]
  j <- 0:(h - 1)
  mean <- sse(alpha)[2] + 0.5 * b * (j + 1 / alpha - (1 - alpha)^n / alpha)
  se <- sqrt(sse(alpha)[1] / (n - 1) * (1 + j * alpha^2))
  f <- s[1 + (n + j) %% 12]
  list(mean = mean * f, se = se * f, alpha = alpha, seasonal = seasonal)
}

# ETS(A,N,A): the one-step errors are linear in the states at the beginning, so that for given alpha and gamma
# these come from least squares; alpha and gamma by a search of the box 0.0001 <= alpha <= 0.9999, gamma <= 1 - alpha.
ets_ana <- function(y, h) {
  n <- length(y)
  errors <- function(y, alpha, gamma, l, s) {           # s: seasons of the first twelve months
    e <- numeric(n)
    for (t in 1:n) {
      i <- 1 + (t - 1) %% 12
      e[t] <- y[t] - l - s[i]
      l <- l + alpha * e[t]; s[i] <- s[i] + gamma * e[t]
    }
    list(e = e, l = l, s = s)
  }
  states <- function(alpha, gamma) {
    X <- sapply(1:12, function(i) -errors(numeric(n), alpha, gamma, 0, as.numeric(1:12 == i))$e)
    b <- qr.coef(qr(X), errors(y, alpha, gamma, 0, numeric(12))$e)
    errors(y, alpha, gamma, 0, b)
  }
  sse <- function(p) sum(states(p[1], p[2] * (1 - p[1]))$e^2)
  tries <- expand.grid(alpha = c(0.1, 0.3, 0.5, 0.7, 0.9, 0.99), gamma = c(0.01, 0.3))
  found <- lapply(seq_len(nrow(tries)), function(i)
    optim(as.numeric(tries[i, ]), sse, method = "L-BFGS-B", lower = c(1e-4, 1e-4), upper = c(0.9999, 0.9999),
          control = list(factr = 1e2)))
  best <- found[[which.min(sapply(found, `[[`, "value"))]]
  alpha <- best$par[1]; gamma <- best$par[2] * (1 - alpha)
  f <- states(alpha, gamma)
  weights <- c(1, alpha + gamma * ((1:(h - 1)) %% 12 == 0))
  list(mean = f$l + f$s[1 + (n + 0:(h - 1)) %% 12], sse = best$value,
       se = sqrt(best$value / (n - 14) * cumsum(weights^2)), alpha = alpha, gamma = gamma)
}

# ---------------------------------------- forecasts from the first origin and from a later one

origins <- c("2009-10" = 44, "2011-06" = 64)
stopifnot(span[origins] == names(origins))
for (country in names(data)) for (o in names(origins)) {
  d <- data[[country]]; n <- origins[[o]]; y <- d$m[1:n]
  made <- list(
    no_change = no_change(y, H), seasonal_naive = seasonal_naive(y, H), drift = drift(y, H),
    seasonal_ar = seasonal_ar(y, H), bottom_up = bottom_up(y, d$k[1:n], d$r[1:n], H),
    local_level = local_level(y, H), theta = theta_model(y, H)
  )
  # A packaged route beside the formulas: the local level as ARIMA(0,1,1), whose moving average is then not positive.
  f <- made$local_level
  a <- arima(y, order = c(0, 1, 1), method = "ML")
  if (f$q < 1) same("local level, log likelihood", f$loglik, as.numeric(a$loglik), 1e-4)
  else stopifnot(coef(a)[["ma1"]] > -1e-3)
  # thetaf of package forecast has another test of the season and starts the smoothing elsewhere.
  t_f <- suppressWarnings(thetaf(monthly(y), h = H))
  put("theta_packaged", country, paste(o, H, sep = "/"), t_f$mean[H])
  for (name in names(made)) for (h in ahead) {
    detail <- paste(name, o, h, sep = "/")
    put("mean", country, detail, made[[name]]$mean[h])
    put("se", country, detail, made[[name]]$se[h])
  }
  e <- ets_ana(y, H)
  # The packaged search may stop early, never beyond the maximum.
  packaged <- ets(monthly(y), model = "ANA", damped = FALSE, opt.crit = "lik", bounds = "usual")
  stopifnot(e$sse <= sum(residuals(packaged)^2) * (1 + 1e-9))
  # Up to eleven months ahead only alpha counts. From twelve on, forecast 8.20 places gamma one state too far for
  # models without trend (class1: G[3, 1]), that is, in month eleven of the weights instead of twelve.
  same("variance of ETS(A,N,A)", sqrt(packaged$sigma2 * cumsum(c(1, rep(packaged$par[["alpha"]]^2, H - 2)))),
       as.numeric(se_of(forecast(packaged, h = H)))[1:(H - 1)], 1e-8)
  same("degrees of freedom", packaged$sigma2, sum(residuals(packaged)^2) / (n - 14), 1e-10)
  put("ets_sse", country, o, e$sse)
  put("ets_sse_packaged", country, o, sum(residuals(packaged)^2))
  for (h in ahead) {
    put("ets_mean", country, paste(o, h, sep = "/"), e$mean[h])
    put("ets_se", country, paste(o, h, sep = "/"), e$se[h])
  }
  g <- arima(y, order = c(2, 1, 0), method = "ML", optim.control = list(reltol = 1e-14, maxit = 1000))
  gp <- predict(g, n.ahead = H)
  put("arima210_loglik", country, o, as.numeric(g$loglik))
  for (h in ahead) {
    put("arima210_mean", country, paste(o, h, sep = "/"), gp$pred[h])
    put("arima210_se", country, paste(o, h, sep = "/"), gp$se[h])
  }
}
for (country in names(data)) {
  # Coefficients of the autoregressions around monthly means at the first origin, explosive ones kept.
  d <- data[[country]]
  put("coefficient", country, "multiplier", fit_ar(d$m[1:44])$phi)
  put("coefficient", country, "cash_deposit_ratio", fit_ar(log(d$k[1:44]))$phi)
  put("coefficient", country, "reserve_ratio", fit_ar(log(d$r[1:44]))$phi)
}
for (country in names(data)) {
  # The same rules as the Python search (KPSS for d, OCSB for D, stepwise, AICc) in the package it was ported from.
  a <- suppressWarnings(auto.arima(monthly(data[[country]]$m[1:44]), ic = "aicc", test = "kpss", seasonal.test = "ocsb"))
  order <- arimaorder(a)
  for (i in seq_along(order)) put("auto_arima", country, names(order)[i], order[[i]])
}

# ---------------------------------------- scores and tests over all rolling origins

first_origin <- 44
scale_m <- lapply(data, function(d) mean(abs(d$m[13:44] - d$m[1:32])))
for (country in names(data)) {
  y <- data[[country]]$m; m2 <- data[[country]]$m2
  errors <- list()
  for (name in c("no_change", "seasonal_naive", "drift", "seasonal_ar")) {
    model <- get(name)
    paths <- lapply(first_origin:(N - 1), function(n) model(y[1:n], H))
    for (h in ahead) {
      ns <- first_origin:(N - h)
      f <- sapply(seq_along(ns), function(i) paths[[i]]$mean[h])
      s <- sapply(seq_along(ns), function(i) paths[[i]]$se[h])
      e <- y[ns + h] - f
      errors[[paste(name, h)]] <- e
      detail <- paste(name, h, sep = "/")
      early <- e[span[ns + h] < "2011-10"]        # target months before China's M2 was widened
      put("n_before", country, detail, length(early))
      put("rmse_before", country, detail, sqrt(mean(early^2)))
      put("n", country, detail, length(e))
      put("rmse", country, detail, sqrt(mean(e^2)))
      put("mae", country, detail, mean(abs(e)))
      put("mase", country, detail, mean(abs(e)) / scale_m[[country]])
      put("rmse_m2", country, detail, sqrt(mean((100 * e / y[ns + h])^2)))
      for (level in c(80, 95)) {
        put(paste0("coverage_", level), country, detail, mean(abs(e) <= half(level) * s))
        put(paste0("width_", level), country, detail, mean(2 * half(level) * s))
      }
    }
  }
  for (name in c("seasonal_naive", "drift", "seasonal_ar")) for (h in ahead) {
    a <- errors[[paste(name, h)]]; b <- errors[[paste("no_change", h)]]
    if (max(abs(a - b)) < 1e-9) next            # h = 12: last value and same month are one forecast
    loss <- a^2 - b^2
    v <- acf(loss, lag.max = max(h - 1, 1), type = "covariance", plot = FALSE)$acf[1:h]
    positive <- v[1] + 2 * sum(v[-1]) > 0
    test <- dm.test(a, b, h = h, power = 2, varestimator = if (positive) "acf" else "bartlett")
    detail <- paste(name, h, sep = "/")
    put("dm", country, detail, unname(test$statistic))
    put("dm_p", country, detail, unname(test$p.value))
    put("dm_bartlett", country, detail, as.numeric(!positive))
  }
  # M2 by its own average growth, held against the last value of the multiplier times the known base
  for (h in ahead) {
    ns <- first_origin:(N - h)
    grown <- sapply(ns, function(n) m2[n] * (m2[n] / m2[1])^(h / (n - 1)))
    a <- 100 * (m2[ns + h] - grown) / m2[ns + h]
    b <- 100 * errors[[paste("no_change", h)]] / y[ns + h]
    v <- acf(a^2 - b^2, lag.max = max(h - 1, 1), type = "covariance", plot = FALSE)$acf[1:h]
    positive <- v[1] + 2 * sum(v[-1]) > 0
    test <- dm.test(a, b, h = h, power = 2, varestimator = if (positive) "acf" else "bartlett")
    put("m2_drift_dm", country, h, unname(test$statistic))
    put("m2_drift_dm_p", country, h, unname(test$p.value))
  }
  own <- sapply(first_origin:(N - 1), function(n) m2[n] * (m2[n] / m2[1])^(1 / (n - 1)))
  put("m2_drift_rmse", country, "1", sqrt(mean((100 * (m2[(first_origin + 1):N] / own - 1) /
                                                  (m2[(first_origin + 1):N] / own))^2)))
}

write_witness("contest")
