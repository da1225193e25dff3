# Witness of the battery of unit root tests: ADF, lag rules, Phillips-Perron, KPSS, DF-GLS, Zivot-Andrews, OCSB,
# Canova-Hansen, of the multiplier and its drivers in both countries.
#
# Run from the repository root: Rscript tests/witness/unit_roots.R [raw-data folder] [output folder]

source("tests/witness/common.R")

# ---------------------------------------------------------------- the series

china <- take("china/money_supply/2019-07.csv",
              c("m0", "m2", "demand_deposits", "time_deposits", "savings_deposits"))
reserve <- take("china/monetary_authority/2021-01.csv", "reserve_money")$reserve_money
balances <- take("china/depository_corporations/2021-01.csv",
                 "deposits_with_central_bank")$deposits_with_central_bank
fred <- take("us/fred_md/2009-12.csv", c("M2SL", "AMBSL", "TOTRESNS"))
stock <- take("us/money_stock/2023-12.csv", c("CURRSL", "CURRDD", "OCDSL", "SAVINGSL", "STDSL"))

drivers <- function(m2, base, cash, demand, time, savings, reserves) {
  all <- demand + time + savings
  list(m = m2 / base, c = cash / demand, s = savings / demand, t = time / demand,
       r = reserves / all, k = cash / all)
}
parts <- list(
  china = drivers(china$m2, reserve, china$m0, china$demand_deposits, china$time_deposits,
                  china$savings_deposits, balances),
  us = drivers(fred$M2SL, fred$AMBSL, stock$CURRSL, stock$CURRDD - stock$CURRSL + stock$OCDSL,
               stock$STDSL, stock$SAVINGSL, fred$TOTRESNS)
)
same("m of China", parts$china$m, level$china_m, 0)
same("m of the US", parts$us$m, level$us_m, 0)

samples <- list()
for (country in names(parts)) for (name in names(parts[[country]])) {
  x <- parts[[country]][[name]]
  id <- paste(country, name, sep = "_")
  samples[[length(samples) + 1]] <- list(s = id, kind = "level", x = x)
  samples[[length(samples) + 1]] <- list(s = id, kind = "diff", x = diff(x))
  samples[[length(samples) + 1]] <- list(s = id, kind = "diff12", x = diff(x, 12))
}
at <- function(...) paste(..., sep = "/")
max_lags <- 12
urca_type <- c(n = "none", c = "drift", ct = "trend")
terms_of <- function(det, t)
  switch(det, n = NULL, c = cbind(rep(1, length(t))), ct = cbind(1, t))

# ------------------------------------------------- ADF, and how lags are chosen

# Regression of the change on the level before, k changes before and the terms, for t = first..n.
df_fit <- function(x, det, k, first) {
  t <- first:length(x)
  X <- cbind(x[t - 1], if (k > 0) sapply(1:k, function(j) x[t - j] - x[t - j - 1]), terms_of(det, t))
  q <- lm.fit(X, x[t] - x[t - 1])
  stopifnot(q$rank == ncol(X))
  e <- q$residuals
  se <- sqrt(diag(solve(crossprod(X))) * sum(e^2) / (length(t) - ncol(X)))
  list(b = unname(q$coefficients), t = unname(q$coefficients) / se, rss = sum(e^2), n = length(t), p = ncol(X),
       lag2 = sum(x[t - 1]^2))
}
detrend <- function(x, det)
  if (det == "n") x else lm.fit(terms_of(det, seq_along(x)), x)$residuals

choose <- function(x, det, rule) {
  if (rule == "MAIC") { x <- detrend(x, det); det <- "n" }
  fits <- lapply(0:max_lags, function(k) df_fit(x, det, k, max_lags + 2))
  N <- fits[[1]]$n
  s2 <- sapply(fits, function(f) f$rss) / N
  p <- sapply(fits, function(f) f$p)
  if (rule == "t") {
    for (k in max_lags:1) if (abs(fits[[k + 1]]$t[k + 1]) >= qnorm(0.95)) return(k)
    return(0)
  }
  tau <- sapply(fits, function(f) f$b[1]^2 * f$lag2) / s2
  loglik <- -N / 2 * (log(2 * pi * s2) + 1)
  value <- switch(rule, AIC = -2 * loglik + 2 * p, BIC = -2 * loglik + log(N) * p,
                  MAIC = log(s2) + 2 * (tau + 0:max_lags) / N)
  which.min(value) - 1
}

for (d in samples) for (det in names(urca_type)) {
  for (k in if (d$kind == "level") 0:max_lags else c(0, 3)) {
    tau <- ur.df(d$x, type = urca_type[[det]], lags = k, selectlags = "Fixed")@teststat[1, 1]
    same(paste("ADF", d$s, d$kind, det, k), tau, df_fit(d$x, det, k, k + 2)$t[1], 1e-7)
    put("adf", d$s, at(d$kind, det, k), tau)
  }
  # urca's own choice agrees where it is a different number from 1: it starts at one lag, not at none.
  for (rule in c("AIC", "BIC")) {
    u <- ur.df(d$x, type = urca_type[[det]], lags = max_lags, selectlags = rule)
    theirs <- sum(grepl("z.diff.lag", rownames(u@testreg$coefficients)))
    ours <- choose(d$x, det, rule)
    if (ours > 1) same(paste("lags by", rule, d$s, d$kind, det), ours, theirs, 0)
  }
  for (rule in c("AIC", "BIC", "MAIC", "t"))
    put("adf_lags", d$s, at(d$kind, det, rule), choose(d$x, det, rule))
}

# ------------------------------------------------------------ Phillips-Perron, KPSS

bandwidth <- function(rule, n) trunc(c(l4 = 4, l12 = 12)[[rule]] * (n / 100)^0.25)
long_run <- function(e, L)
  sum(e^2) / length(e) + 2 / length(e) *
    sum(sapply(seq_len(L), function(j) (1 - j / (L + 1)) * sum(e[-seq_len(j)] * e[seq_len(length(e) - j)])))

# Z-tau; `moment` is the sum of squares of the level net of its terms: that of x[t-1] in the test.
z_tau <- function(x, det, L, moment = NULL) {
  n <- length(x) - 1
  y <- x[-1]; X <- cbind(x[-(n + 1)], terms_of(det, 1:n))
  q <- lm.fit(X, y); e <- q$residuals
  s2 <- sum(e^2) / (n - ncol(X))
  t <- (q$coefficients[1] - 1) / sqrt(s2 * solve(crossprod(X))[1, 1])
  if (is.null(moment)) moment <- 1 / solve(crossprod(X))[1, 1]
  g <- sum(e^2) / n; l2 <- long_run(e, L)
  unname(sqrt(g / l2) * t - (l2 - g) / (2 * sqrt(l2)) * n / sqrt(moment))
}
for (d in samples) for (rule in c("l4", "l12")) {
  n <- length(d$x); L <- bandwidth(rule, n)
  for (det in names(urca_type)) {
    put("pp", d$s, at(d$kind, det, rule), z_tau(d$x, det, L))
    if (det == "n") next
    # ur.pp takes the moment of x[t] for that of x[t-1], and with a trend (1 - 1/N^2) times it.
    y <- d$x[-1]; N <- n - 1
    moment <- sum(detrend(y, det)^2) * if (det == "ct") 1 - N^-2 else 1
    u <- ur.pp(d$x, type = "Z-tau", model = c(c = "constant", ct = "trend")[[det]], use.lag = L)
    same(paste("ur.pp", d$s, d$kind, det, rule), u@teststat, z_tau(d$x, det, L, moment), 1e-7)
    put("pp_urca", d$s, at(d$kind, det, rule), u@teststat)
  }
  for (det in c("c", "ct")) {
    u <- ur.kpss(d$x, type = c(c = "mu", ct = "tau")[[det]], use.lag = L)@teststat
    e <- detrend(d$x, det)
    same(paste("KPSS", d$s, d$kind, det, rule), u, sum(cumsum(e)^2) / n^2 / long_run(e, L), 1e-9)
    put("kpss", d$s, at(d$kind, det, rule), u)
  }
}

# ---------------------------------------------------------------- DF-GLS

gls_detrended <- function(x, det) {
  n <- length(x); a <- 1 - c(c = 7, ct = 13.5)[[det]] / n
  quasi <- function(z) rbind(z[1, , drop = FALSE], z[-1, , drop = FALSE] - a * z[-n, , drop = FALSE])
  Z <- terms_of(det, 1:n)
  drop(x - Z %*% lm.fit(quasi(Z), quasi(cbind(x)))$coefficients)
}
for (d in samples) for (det in c("c", "ct")) {
  for (k in c(0, 3, 12)) {
    u <- ur.ers(d$x, type = "DF-GLS", model = c(c = "constant", ct = "trend")[[det]], lag.max = k)@teststat
    own <- df_fit(gls_detrended(d$x, det), "n", k, k + 2)$t[1]
    same(paste("DF-GLS", d$s, d$kind, det, k), u, own, 1e-7)
    put("dfgls", d$s, at(d$kind, det, k), u)
  }
  for (rule in c("AIC", "BIC", "MAIC", "t"))
    put("dfgls_lags", d$s, at(d$kind, det, rule), choose(detrend(d$x, det), "n", rule))
}

# ------------------------------------------------------------ Zivot-Andrews

for (d in samples) {
  n <- length(d$x); trim <- floor(0.15 * n)
  for (det in c("c", "t", "ct")) for (k in unique(c(0, trim - 3))) {
    u <- ur.za(d$x, model = c(c = "intercept", t = "trend", ct = "both")[[det]], lag = k)
    # ur.za tries every month; the statistics of the months within the trimmed window are taken.
    window <- (trim + 1):(n - trim) - (det == "t")
    B <- window[which.min(u@tstats[window])]
    t <- (k + 2):n
    X <- cbind(d$x[t - 1], if (k > 0) sapply(1:k, function(j) d$x[t - j] - d$x[t - j - 1]), 1, t,
               if (det != "t") t > B, if (det != "c") pmax(t - B, 0))
    q <- lm.fit(X, d$x[t] - d$x[t - 1])
    own <- q$coefficients[1] / sqrt(solve(crossprod(X))[1, 1] * sum(q$residuals^2) / (length(t) - ncol(X)))
    same(paste("Zivot-Andrews", d$s, d$kind, det, k), unname(own), u@tstats[B], 1e-6)
    put("za", d$s, at(d$kind, det, k), u@tstats[B])
    put("za_break", d$s, at(d$kind, det, k), B)
  }
}

# ------------------------------------------------------------ seasonal roots

# `constant`: whether the first regression has one, as pmdarima; forecast 8.20 has none.
own_ocsb <- function(x, k, constant) {
  n <- length(x); s <- 12
  D <- c(rep(NA, s), diff(x, s)); d <- c(NA, diff(x)); y <- c(NA, diff(D))
  t <- (s + 2 + k):n
  lags <- function(z, t) sapply(1:k, function(j) z[t - j])
  one <- if (constant) 1
  f <- lm.fit(cbind(lags(y, t), one), y[t])$coefficients
  filtered <- function(z, t) z[t] - drop(cbind(lags(z, t), one) %*% f)
  X <- cbind(lags(y, t), filtered(D, t - 1), filtered(d, t - s))
  q <- lm.fit(X, y[t])
  i <- ncol(X)
  unname(q$coefficients[i] / sqrt(solve(crossprod(X))[i, i] * sum(q$residuals^2) / (length(t) - i)))
}
own_ch <- function(x) {
  n <- length(x); t <- 1:n
  R <- cbind(sapply(1:5, function(i) cos(2 * pi * i * t / 12)), sapply(1:5, function(i) sin(2 * pi * i * t / 12)),
             cos(pi * t))
  F <- R * lm.fit(cbind(1, R), x)$residuals
  L <- round(12 * (n / 100)^0.25)
  omega <- crossprod(F)
  for (j in 1:L) {
    G <- crossprod(F[-(1:j), ], F[1:(n - j), ])
    omega <- omega + (1 - j / (L + 1)) * (G + t(G))
  }
  S <- apply(F, 2, cumsum)
  sum(diag(solve(omega / n, crossprod(S)))) / n^2
}
for (d in samples) if (d$kind != "diff12") {
  x <- ts(d$x, frequency = 12)
  for (k in 1:3) {
    theirs <- unname(ocsb.test(x, lag.method = "fixed", maxlag = k)$statistics)
    same(paste("OCSB", d$s, d$kind, k), theirs, own_ocsb(d$x, k, FALSE), 1e-6)
    put("ocsb", d$s, at(d$kind, k), own_ocsb(d$x, k, TRUE))
    put("ocsb_forecast", d$s, at(d$kind, k), theirs)
  }
  ch <- forecast:::SD.test(x)
  same(paste("Canova-Hansen", d$s, d$kind), ch, own_ch(d$x), 1e-7)
  put("ch", d$s, d$kind, ch)
}
put("ocsb_critical", "", "", forecast:::calcOCSBCritVal(12))

write_witness("unit_roots")
