# Witness of the real-time study: multiplier, change, unit root tests and AR(1) on vintages of FRED-MD spread over the
# years, over the base that each carries and over the old base as it last stood.
#
# Run from the repository root: Rscript tests/witness/real_time.R [raw-data folder] [output folder]

source("tests/witness/common.R")

vintage_of <- function(vintage) read.csv(file.path(raw, "us/fred_md", paste0(vintage, ".csv")), colClasses = c(month = "character"))
column <- function(d, name) setNames(as.numeric(d[[name]]), d$month)

all_vintages <- sub("[.]csv$", "", sort(list.files(file.path(raw, "us/fred_md"), pattern = "csv$")))
carries <- function(vintage) any(!is.na(column(vintage_of(vintage), "AMBSL")))
old_base <- column(vintage_of("2019-12"), "AMBSL")
stopifnot(carries("2019-12"), !carries("2020-01"))

chosen <- c("2008-09", "2008-11", "2009-01", "2009-03", "2009-07", "2009-10", "2009-11", "2009-12", "2010-01", "2012-04",
            "2014-01", "2016-01", "2019-12", "2020-01", "2021-02", "2024-03")
stopifnot(chosen %in% all_vintages)

cases <- list()                                  # name -> multiplier by month
for (v in chosen) {
  d <- vintage_of(v); m2 <- column(d, "M2SL")
  if (carries(v)) {
    cases[[paste(v, "AMBSL")]] <- m2 / column(d, "AMBSL")
  } else {
    cases[[paste(v, "BOGMBASE")]] <- m2 / (column(d, "BOGMBASE") / 1000)  # in millions
    cases[[paste(v, "AMBSL")]] <- m2[intersect(names(m2), names(old_base))] / old_base[intersect(names(m2), names(old_base))]
  }
}

# Augmented Dickey-Fuller by lm. The criterion compares 0..12 lags on one sample, the last n - 13 months; the statistic
# of the lags chosen is that of all months that they leave.
adf_fit <- function(x, det, k, drop = 0) {
  n <- length(x); d <- diff(x); rows <- (1 + max(k, drop)):(n - 1)
  X <- cbind(level = x[rows])
  if (k > 0) X <- cbind(X, sapply(1:k, function(j) d[rows - j]))
  if (det != "n") X <- cbind(X, 1)
  if (det == "ct") X <- cbind(X, rows)
  lm.fit(X, d[rows])
}
tau <- function(fit) {
  s2 <- sum(fit$residuals^2) / fit$df.residual
  fit$coefficients[[1]] / sqrt(s2 * chol2inv(fit$qr$qr[seq_len(fit$rank), seq_len(fit$rank), drop = FALSE])[1, 1])
}
aic_lags <- function(x, det) {
  aic <- sapply(0:12, function(k) {
    fit <- adf_fit(x, det, k, drop = 12); m <- length(fit$residuals)
    m * log(sum(fit$residuals^2)) + 2 * k
  })
  which.min(aic) - 1
}

# Exact likelihood of an AR(1) with mean: by the inverse of the covariance matrix and generalised least squares, the best
# of many values of phi refined; arima() from several starts must come to the same likelihood, or stay below it.
exact <- function(x, label) {
  m <- length(x); one <- rep(1, m)
  at <- function(phi) {
    inverse <- solve(toeplitz(phi^(0:(m - 1))) / (1 - phi^2))
    centre <- sum(inverse %*% x) / sum(inverse)
    s2 <- drop(crossprod(x - centre, inverse %*% (x - centre))) / m
    list(centre = centre, loglik = -m / 2 * (log(2 * pi * s2) + 1) + log(1 - phi^2) / 2)
  }
  grid <- tanh(seq(-3, 4, by = 0.05))
  value <- sapply(grid, function(phi) at(phi)$loglik)
  i <- which.max(value)
  stopifnot(i > 1, i < length(grid))
  phi <- optimize(function(phi) at(phi)$loglik, grid[c(i - 1, i + 1)], maximum = TRUE, tol = 1e-12)$maximum
  # optimize() knows the place to half the digits only: the root of the slope, by central differences.
  slope <- function(phi) { e <- 1e-5 * (1 - abs(phi)); (at(phi + e)$loglik - at(phi - e)$loglik) / (2 * e) }
  near <- 1e-4 * (1 - abs(phi))
  phi <- uniroot(slope, c(phi - near, phi + near), tol = 1e-13, extendInt = "yes")$root
  best <- at(phi)
  packaged <- sapply(c(0.2, 0.5, 0.8, 0.95), function(start) tryCatch(suppressWarnings(
    arima(x, order = c(1, 0, 0), method = "ML", init = c(start, mean(x)), optim.control = list(reltol = 1e-15, maxit = 5000)))$loglik,
    error = function(e) -Inf))
  same(paste("loglik", label), max(packaged), best$loglik, 1e-6)
  c(phi = phi, mean = best$centre)
}

for (name in names(cases)) {
  m <- cases[[name]]; m <- m[!is.na(m)]
  put("months", name, "", sum(names(m) %in% months))
  put("multiplier", name, "2008-08", m[["2008-08"]])
  last <- min(max(names(m)), "2009-10")
  put("multiplier", name, "last", m[[last]])
  put("multiplier", name, "low", min(m[names(m) >= "2008-08" & names(m) <= "2009-10"]))
  if (last > "2008-08") put("change", name, "", 100 * (m[[last]] / m[["2008-08"]] - 1))
  x <- m[names(m) %in% months]
  stopifnot(names(x) == months[seq_along(x)])
  for (det in c("n", "c", "ct")) {
    k <- aic_lags(x, det)
    put("adf_lags", name, det, k)
    value <- tau(adf_fit(x, det, k))
    packaged <- ur.df(x, type = c(n = "none", c = "drift", ct = "trend")[[det]], lags = k)@teststat[1]
    same(paste("ur.df", name, det), value, packaged, 1e-8)
    put("adf", name, det, value)
    put("adf_critical", name, det, qunitroot(0.05, N = length(x) - 1 - k, trend = c(n = "nc", c = "c", ct = "ct")[[det]]))
  }
  n_x <- length(x); w <- as.vector(x[13:n_x] - x[1:(n_x - 12)]); q <- length(w)
  f <- exact(w, name)
  put("phi_exact_ml", name, "", f[["phi"]])
  slope <- summary(lm(w[-1] ~ w[-q]))$coefficients[2, ]
  put("phi_cls", name, "", slope[["Estimate"]])
  put("phi_cls_error", name, "", slope[["Std. Error"]])
  h <- 12
  put("forecast", name, "", x[[n_x]] + f[["mean"]] + f[["phi"]]^h * (w[q] - f[["mean"]]))
  target <- format(seq(as.Date(paste0(names(x)[n_x], "-01")), by = "month", length.out = h + 1)[h + 1], "%Y-%m")
  if (target %in% names(m)) put("outcome", name, target, m[[target]])
}

# The new base with the lags chosen over the old one in the same vintage.
for (det in c("n", "c", "ct")) {
  on <- function(base) { m <- cases[[paste("2020-01", base)]]; m[!is.na(m) & names(m) %in% months] }
  put("adf_same_lags", "2020-01 BOGMBASE", det, tau(adf_fit(on("BOGMBASE"), det, aic_lags(on("AMBSL"), det))))
}

# Random walks with R's own generator, tested one by one: how often the statistic is as low as that of the vintage, and
# how often AIC takes all twelve lags.
set.seed(20100701)
draws <- 2000
share <- function(quantity, name, det, hits) {
  put(quantity, name, det, mean(hits)); put(paste0(quantity, "_error"), name, det, sqrt(mean(hits) * (1 - mean(hits)) / draws))
}
for (name in c("2008-09 AMBSL", "2009-03 AMBSL", "2016-01 AMBSL")) {
  m <- cases[[name]]; x <- m[!is.na(m) & names(m) %in% months]
  for (det in c("n", "c", "ct")) {
    value <- tau(adf_fit(x, det, aic_lags(x, det)))
    walks <- replicate(draws, {
      walk <- cumsum(c(0, rnorm(length(x) - 1))); k <- aic_lags(walk, det)
      c(tau(adf_fit(walk, det, k)), k)
    })
    share("walks_as_low", name, det, walks[1, ] <= value)
    share("walks_most_lags", name, det, walks[2, ] == 12)
  }
}

# China: M2 of each vintage over reserve money; months before a vintage's first from the one before.
base <- read.csv(file.path(raw, "china/monetary_authority/2021-01.csv"), colClasses = c(month = "character"))
base <- setNames(base$reserve_money, base$month)
known <- numeric(0)
for (v in c("2019-07", "2021-01", "2026-01")) {
  d <- read.csv(file.path(raw, paste0("china/money_supply/", v, ".csv")), colClasses = c(month = "character"))
  known[d$month] <- d$m2
  m <- known[months] / base[months]
  put("multiplier", paste("china", v), "2008-08", m[["2008-08"]])
  put("multiplier", paste("china", v), "last", m[["2009-10"]])
  w <- as.vector(m[13:n] - m[1:(n - 12)])
  put("phi_cls", paste("china", v), "", coef(lm(w[-1] ~ w[-32]))[[2]])
  put("phi_exact_ml", paste("china", v), "", exact(w, v)[["phi"]])
}

write_witness("real_time")
