# Witness of size and power: other draws, other code (series by series, QR instead of cross-products), urca's critical
# values where it has them. Shares of rejections and their Monte Carlo standard errors.
#
# Run from the repository root: Rscript tests/witness/power.R [raw-data folder] [output folder]

source("tests/witness/common.R")
set.seed(20100701)

# Calibration: what the simulated series take from the observed ones.
calibrated <- lapply(level[c("china_m", "us_m")], function(x) {
  y <- x[-1]; x1 <- x[-n]
  fit <- lm(y ~ x1)
  crisis <- match("2008-09", months)
  list(first = x[1], mean = mean(x), sigma = summary(fit)$sigma, walk = sqrt(mean(diff(x)^2)),
       drift = mean(diff(x)), drift_sigma = sd(diff(x)),
       at = crisis, size = mean(x[crisis:n]) - mean(x[1:(crisis - 1)]), x = x)
})
for (s in names(calibrated)) for (q in c("first", "mean", "sigma", "walk", "drift", "drift_sigma", "size"))
  put("calibration", s, q, calibrated[[s]][[q]])

walk <- function(cal) cal$first + cumsum(c(0, cal$walk * rnorm(n - 1)))
drifting <- function(cal) cal$first + cumsum(c(0, cal$drift + cal$drift_sigma * rnorm(n - 1)))
ar1 <- function(phi) function(cal) {
  e <- rnorm(n)
  cal$mean + cal$sigma * as.numeric(stats::filter(c(e[1] / sqrt(1 - phi^2), e[-1]), phi, "recursive"))
}
cal_break <- function(cal) {          # AR(1) 0.8 around a mean that breaks, innovations of an AR(1) around the two means
  after <- seq_len(n) >= cal$at
  r <- cal$x - mean(cal$x[!after]) - cal$size * after
  phi <- sum(r[-n] * r[-1]) / sum(r[-n]^2)
  s <- sqrt(sum((r[-1] - phi * r[-n])^2) / (n - 2))
  e <- rnorm(n)
  cal$mean + s * as.numeric(stats::filter(c(e[1] / 0.6, e[-1]), 0.8, "recursive")) + cal$size * after
}
seasonal_walk <- function(cal) {      # the yearly change is a random walk from zero
  w <- diff(cal$x, 12)
  v <- cumsum(c(0, sqrt(mean(diff(w)^2)) * rnorm(n - 13)))
  x <- cal$x
  for (t in 13:n) x[t] <- x[t - 12] + v[t - 12]
  x
}

# t ratio of the first regressor.
t_first <- function(X, y) {
  q <- .lm.fit(X, y)
  stopifnot(q$rank == ncol(X), q$pivot[1] == 1)
  R <- qr.R(structure(list(qr = q$qr, rank = q$rank), class = "qr"))
  v <- chol2inv(R)[1, 1] * sum(q$residuals^2) / (length(y) - ncol(X))
  q$coefficients[1] / sqrt(v)
}
design <- function(x, terms, k, from) {      # rows t = from..n: level first, then k lagged differences and the terms
  t <- from:n; d <- diff(x)
  X <- cbind(x[t - 1], if (k) sapply(seq_len(k), function(j) d[t - 1 - j]))
  if (terms != "n") X <- cbind(X, 1)
  if (terms == "ct") X <- cbind(X, t)
  list(X = X, y = d[t - 1])
}
adf_t <- function(x, terms, k) { d <- design(x, terms, k, k + 2); t_first(d$X, d$y) }
aic_lags <- function(x, terms, most) {
  ics <- sapply(0:most, function(k) {
    d <- design(x, terms, k, most + 2)
    length(d$y) * log(sum(.lm.fit(d$X, d$y)$residuals^2)) + 2 * ncol(d$X)
  })
  which.min(ics) - 1
}
mk <- c(n = "nc", c = "c", ct = "ct")
critical <- outer(c("n", "c", "ct"), 0:12, Vectorize(function(terms, k) {
  value <- NULL
  said <- capture.output(value <- qunitroot(0.05, N = n - 1 - k, trend = mk[[terms]], statistic = "t"))
  if (length(said)) stop(said[1])
  value
}))
rownames(critical) <- c("n", "c", "ct")
adf_fixed <- function(terms, k) function(x) adf_t(x, terms, k) < critical[terms, k + 1]
adf_aic <- function(terms) function(x) {
  k <- aic_lags(x, terms, 12)
  adf_t(x, terms, k) < critical[terms, k + 1]
}
kpss_c <- function(L) function(x) {
  e <- x - mean(x)
  l2 <- sum(e^2) + 2 * sum(sapply(seq_len(L), function(j) (1 - j / (L + 1)) * sum(e[-seq_len(j)] * e[seq_len(n - j)])))
  sum(cumsum(e)^2) / n / l2 > 0.463           # Kwiatkowski and others (1992), urca::ur.kpss
}
za_step <- function(x) {
  k <- aic_lags(x, "ct", 3)
  d <- design(x, "ct", k, k + 2)
  t <- (k + 2):n
  trim <- floor(0.15 * n)
  least <- min(sapply((trim + 1):(n - trim), function(b) t_first(cbind(d$X, t > b), d$y)))
  least < -4.8                                # Zivot and Andrews (1992), urca::ur.za
}
# As pmdarima has it: a constant in the first regression, which forecast::ocsb.test leaves out.
ocsb_t <- function(x, constant = TRUE) {
  u <- diff(x, 12); d <- diff(x); y <- diff(u)
  p <- length(y)
  X <- cbind(y[-p], if (constant) 1)
  b <- c(.lm.fit(X, y[-1])$coefficients, if (!constant) 0)
  f4 <- u[-1] - b[2] - b[1] * u[-length(u)]
  f5 <- d[-1] - b[2] - b[1] * d[-length(d)]
  t_first(cbind(f5[seq_len(p - 1)], y[-p], f4[seq_len(p - 1)]), y[-1])
}
ocsb_critical <- forecast:::ocsb.test(ts(calibrated$us_m$x, frequency = 12), lag.method = "fixed", maxlag = 1)$critical
ocsb_1 <- function(x) ocsb_t(x) <= ocsb_critical

# The routes to the statistics agree with the packages on the observed series.
for (s in names(calibrated)) {
  x <- calibrated[[s]]$x
  same("adf", adf_t(x, "c", 4), ur.df(x, type = "drift", lags = 4)@teststat[1, 1], 1e-8)
  put("ocsb", s, "fixed/1", ocsb_t(x))
  same("kpss", kpss_c(9)(x), ur.kpss(x, type = "mu", use.lag = 9)@teststat > 0.463, 0)
}

share <- function(s, name, process, rejects, draws) {
  hits <- vapply(seq_len(draws), function(i) rejects(process(calibrated[[s]])), logical(1))
  put("rejections_share", s, name, mean(hits))
  put("share_se", s, name, sqrt(mean(hits) * (1 - mean(hits)) / draws))
}
share("china_m", "ADF/c/fixed/1/random_walk/1", walk, adf_fixed("c", 1), 20000)
share("china_m", "ADF/ct/fixed/4/random_walk_drift/1", drifting, adf_fixed("ct", 4), 10000)
share("china_m", "ADF/c/fixed/0/ar1/0.8", ar1(0.8), adf_fixed("c", 0), 20000)
share("china_m", "ADF/n/fixed/12/ar1/0.95", ar1(0.95), adf_fixed("n", 12), 20000)
share("us_m", "ADF/n/fixed/1/random_walk_drift/1", drifting, adf_fixed("n", 1), 10000)
share("us_m", "ADF/n/fixed/0/random_walk/1", walk, adf_fixed("n", 0), 20000)
share("us_m", "ADF/c/AIC//random_walk/1", walk, adf_aic("c"), 6000)
share("us_m", "ADF/n/AIC//ar1/0.7", ar1(0.7), adf_aic("n"), 6000)
share("china_m", "KPSS/c/l12/9/random_walk/1", walk, kpss_c(9), 20000)
share("china_m", "KPSS/c/l4/3/ar1/0.9", ar1(0.9), kpss_c(3), 20000)
share("us_m", "ZA/c/AIC//ar1_break/0.8", cal_break, za_step, 2000)
share("china_m", "ZA/c/AIC//ar1/0.7", ar1(0.7), za_step, 2000)
share("us_m", "OCSB/n/fixed/1/seasonal_root/1", seasonal_walk, ocsb_1, 20000)
share("china_m", "OCSB/n/fixed/1/seasonal_root/1", seasonal_walk, ocsb_1, 20000)

write_witness("power")
