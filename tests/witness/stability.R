# Witness of the section on stability: sup-F, CUSUM, recursive coefficients, residual tests, orders by AICc, and,
# with R's own random numbers, bias of phi, simulated p-values and power.
#
# Run from the repository root: Rscript tests/witness/stability.R [raw-data folder] [output folder]

source("tests/witness/common.R")

names_of <- list(w_no_mean = months[13:n], w_mean = months[13:n], dw = months[14:n])
readings <- list(
  w_no_mean = list(x = function(s) w[[s]],       mean = FALSE),
  w_mean    = list(x = function(s) w[[s]],       mean = TRUE),
  dw        = list(x = function(s) diff(w[[s]]), mean = FALSE)
)
cases <- expand.grid(r = names(readings), s = c("china_m", "us_m"), stringsAsFactors = FALSE)

frame <- function(x) data.frame(now = x[-1], before = x[-length(x)])
model <- function(mean) if (mean) now ~ before else now ~ before - 1

# ------------------------------------------------- 1. F at every break date, by lm

f_loop <- function(x, mean, sizes) {
  d <- frame(x); m <- nrow(d); k <- 1 + mean
  whole <- deviance(lm(model(mean), d))
  sapply(sizes, function(b) {
    parts <- deviance(lm(model(mean), d[1:b, ])) + deviance(lm(model(mean), d[-(1:b), ]))
    (whole - parts) / k / (parts / (m - 2 * k))
  })
}
for (i in seq_len(nrow(cases))) {
  s <- cases$s[i]; r <- cases$r[i]
  x <- readings[[r]]$x(s); mean_in <- readings[[r]]$mean; m <- length(x) - 1
  low <- ceiling(0.15 * m); sizes <- low:(m - low)
  f <- f_loop(x, mean_in, sizes)
  at <- names_of[[r]][-1][sizes + 1]           # first month of the second regime
  for (j in seq_along(f)) put("f_by_date", s, paste(r, at[j], sep = "/"), f[j])
  put("sup_f", s, r, max(f))
  put("sup_f_size", s, r, sizes[which.max(f)])
}

# --------------------------------- 2. recursive residuals, CUSUM, recursive phi

for (i in seq_len(nrow(cases))) {
  s <- cases$s[i]; r <- cases$r[i]
  x <- readings[[r]]$x(s); mean_in <- readings[[r]]$mean
  d <- frame(x); m <- nrow(d); k <- 1 + mean_in
  X <- if (mean_in) cbind(1, d$before) else cbind(d$before)
  e <- sapply((k + 1):m, function(t) {
    past <- X[1:(t - 1), , drop = FALSE]
    b <- solve(crossprod(past), crossprod(past, d$now[1:(t - 1)]))
    (d$now[t] - X[t, ] %*% b) / sqrt(1 + X[t, ] %*% solve(crossprod(past), X[t, ]))
  })
  # Their squares sum to the residual sum of squares of the whole sample.
  same(paste("recursive residuals", s, r), sum(e^2) / deviance(lm(model(mean_in), d)), 1, 1e-7)
  W <- cumsum(e) / sd(e)
  line <- sqrt(m - k) + 2 * seq_len(m - k) / sqrt(m - k)
  a <- max(abs(W) / line)
  put("cusum_end", s, r, W[m - k])
  put("cusum_statistic", s, r, a)
  put("cusum_p", s, r, if (a < 0.3) 1 - 0.1464 * a else
      2 * (1 - pnorm(3 * a) + exp(-4 * a^2) * (pnorm(a) + pnorm(5 * a) - 1) - exp(-16 * a^2) * (1 - pnorm(a))))
  for (size in c(8, 12, 16, 20, 24, 28, m)) {
    fit <- coef(summary(lm(model(mean_in), d[1:size, ])))["before", ]
    put("recursive_phi", s, paste(r, size, sep = "/"), fit[["Estimate"]])
    put("recursive_se", s, paste(r, size, sep = "/"), fit[["Std. Error"]])
  }
}

# -------------------------------------------------------- 3. residuals and their tests

profile <- function(phi, x, mean) {            # exact likelihood, mean and variance concentrated out
  m <- length(x)
  mu <- if (mean) ((1 + phi) * x[1] + sum(x[-1] - phi * x[-m])) / ((1 + phi) + (m - 1) * (1 - phi)) else 0
  y <- x - mu
  e <- c(sqrt(1 - phi^2) * y[1], y[-1] - phi * y[-m])
  list(e = e, mu = mu, loglik = -m / 2 * log(sum(e^2)) + 0.5 * log(1 - phi^2))
}
ml_phi <- function(x, mean) {
  grid <- sin(seq(-pi / 2, pi / 2, length.out = 60))[2:59]
  value <- sapply(grid, function(p) profile(p, x, mean)$loglik)
  near <- c(-1, grid, 1)[which.max(value) + c(0, 2)]
  near <- pmin(pmax(near, -1 + 1e-9), 1 - 1e-9)
  # The maximum to half the digits, then the root of the slope by symmetric differences.
  phi <- optimize(function(p) profile(p, x, mean)$loglik, near, maximum = TRUE, tol = 1e-10)$maximum
  h <- min(1e-4, (1 - abs(phi)) / 10)
  slope <- function(p) profile(p + h, x, mean)$loglik - profile(p - h, x, mean)$loglik
  curved <- function(h) { slope_h <- function(p) (profile(p + h, x, mean)$loglik - profile(p - h, x, mean)$loglik) / h
    uniroot(slope_h, phi + c(-1, 1) * min(1e-3, (1 - abs(phi)) / 4), tol = 1e-13)$root }
  # Richardson: the error of the differences falls with the square of the step.
  (4 * curved(h / 2) - curved(h)) / 3
}
residuals_of <- function(x, mean, estimator) {
  if (estimator == "exact_ml") return(profile(ml_phi(x, mean), x, mean)$e)
  unname(residuals(lm(model(mean), frame(x))))
}
arch_lm <- function(e, lags) {
  z <- embed(e^2, lags + 1)
  fit <- lm(z[, 1] ~ z[, -1])
  nrow(z) * summary(fit)$r.squared
}
own_jb <- function(e) {
  z <- e - mean(e); v <- mean(z^2)
  length(e) / 6 * ((mean(z^3) / v^1.5)^2 + (mean(z^4) / v^2 - 3)^2 / 4)
}
own_lb <- function(e, lags) {
  z <- e - mean(e); m <- length(e)
  r <- sapply(1:lags, function(h) sum(z[(1 + h):m] * z[1:(m - h)]) / sum(z^2))
  m * (m + 2) * sum(r^2 / (m - 1:lags))
}
for (i in seq_len(nrow(cases))) for (estimator in c("exact_ml", "cls")) {
  s <- cases$s[i]; r <- cases$r[i]; detail <- paste(r, estimator, sep = "/")
  e <- residuals_of(readings[[r]]$x(s), readings[[r]]$mean, estimator)
  jb <- jarque.bera.test(e)$statistic[[1]]
  same(paste("Jarque-Bera", s, detail), jb, own_jb(e), 1e-9)
  lb <- Box.test(e, lag = 12, type = "Ljung-Box", fitdf = 1)$statistic[[1]]
  same(paste("Ljung-Box", s, detail), lb, own_lb(e, 12), 1e-9)
  lm4 <- arch_lm(e, 4)
  put("jarque_bera", s, detail, jb)
  put("jarque_bera_p", s, detail, pchisq(jb, 2, lower.tail = FALSE))
  put("ljung_box", s, detail, lb)
  put("ljung_box_p", s, detail, pchisq(lb, 11, lower.tail = FALSE))
  put("arch_lm", s, detail, lm4)
  put("arch_lm_p", s, detail, pchisq(lm4, 4, lower.tail = FALSE))
}

# --------------------------------------------------------------- 4. orders by AICc

orders <- list(c(1, 0, 0, 0), c(0, 1, 0, 0), c(0, 2, 0, 0), c(1, 1, 0, 0), c(1, 2, 0, 0), c(1, 0, 1, 0),
               c(2, 0, 0, 0), c(1, 1, 1, 0), c(2, 1, 0, 0), c(1, 0, 0, 1), c(2, 2, 0, 0))
tight <- list(reltol = 1e-13, maxit = 2000)
best_fit <- function(x, o, mean) {
  # Several starts and both parametrisations: arima() stops at local maxima and beyond its exact range
  # (see README), where a prediction variance of 1e4 innovation variances leaves observations out.
  k <- sum(o) + mean
  starts <- list(NULL, c(rep(0.1, sum(o)), if (mean) base::mean(x)), c(0.9, rep(0.05, sum(o) - 1), if (mean) base::mean(x)))
  fits <- list()
  for (start in starts) for (transform in c(TRUE, FALSE)) {
    fit <- tryCatch(suppressWarnings(arima(x, order = c(o[1], 0, o[2]),
      seasonal = list(order = c(o[3], 0, o[4]), period = 12), include.mean = mean, method = "ML", init = start,
      transform.pars = transform, optim.control = tight)), error = function(e) NULL)
    if (is.null(fit)) next
    # The prior variance of the state, in innovation variances, tells whether all observations count.
    if (fit$model$Pn[1, 1] > 1e4 || max(abs(fit$model$V)) > 1e6) next
    ar <- fit$model$phi
    if (length(ar) && min(Mod(polyroot(c(1, -ar)))) < 1 + 5e-5) next
    fits[[length(fits) + 1]] <- fit
  }
  if (!length(fits)) return(NULL)
  fits[[which.max(sapply(fits, function(f) f$loglik))]]
}
for (s in c("china_m", "us_m")) for (difference in 0:1) for (mean_in in if (difference) FALSE else c(FALSE, TRUE)) {
  x <- if (difference) diff(w[[s]]) else w[[s]]
  for (o in orders) {
    fit <- best_fit(x, o, mean_in)
    if (is.null(fit)) next
    k <- sum(o) + mean_in + 1; m <- length(x)
    detail <- sprintf("%d/%d%d/%d%d/%s", difference, o[1], o[2], o[3], o[4], if (mean_in) "c" else "n")
    put("order_loglik", s, detail, fit$loglik)
    put("order_aicc", s, detail, -2 * fit$loglik + 2 * k + 2 * k * (k + 1) / (m - k - 1))
  }
  fixed <- Arima(x, order = c(0, 0, 1), include.mean = mean_in, method = "ML")
  same(paste("forecast::Arima", s, difference), fixed$aicc,
       -2 * fixed$loglik + 2 * (2 + mean_in) * m / (m - 3 - mean_in), 1e-9)
}
for (s in c("china_m", "us_m")) {
  chosen <- suppressWarnings(auto.arima(ts(w[[s]], frequency = 12), D = 0, max.d = 1, test = "kpss", start.p = 1,
    start.q = 1, start.P = 0, start.Q = 0, max.p = 2, max.q = 2, max.P = 1, max.Q = 1, ic = "aicc",
    stepwise = TRUE, approximation = FALSE))
  a <- chosen$arma                                # p, q, P, Q, period, d, D
  for (j in seq_along(a)) put("auto_arima", s, c("p", "q", "P", "Q", "period", "d", "D")[j], a[j])
}

# ----------------------------------------------- 5. R's own draws: bias, p, power

set.seed(20100701)
draws <- 20000
ls_fit <- function(x, mean) {
  fit <- lm(model(mean), frame(x)); b <- coef(fit)
  list(c = if (mean) b[[1]] else 0, phi = b[["before"]], sigma = summary(fit)$sigma)
}
walk <- function(c, phi, sigma, first, m, count) {   # columns are series
  x <- matrix(0, m, count); x[1, ] <- first
  c <- rep_len(c, m - 1); phi <- rep_len(phi, m - 1)
  for (t in 2:m) x[t, ] <- c[t - 1] + phi[t - 1] * x[t - 1, ] + rnorm(count, sd = sigma)
  x
}
ls_phi <- function(x, mean) {
  m <- nrow(x); y <- x[-1, ]; z <- x[-m, ]
  if (mean) { y <- sweep(y, 2, colMeans(y)); z <- sweep(z, 2, colMeans(z)) }
  colSums(y * z) / colSums(z^2)
}
rss <- function(x, rows, mean) {                    # of the regression on observations `rows`
  y <- x[-1, , drop = FALSE][rows, , drop = FALSE]; z <- x[-nrow(x), , drop = FALSE][rows, , drop = FALSE]
  if (mean) { y <- sweep(y, 2, colMeans(y)); z <- sweep(z, 2, colMeans(z)) }
  colSums(y^2) - colSums(y * z)^2 / colSums(z^2)
}
f_at <- function(x, b, mean) {
  m <- nrow(x) - 1; k <- 1 + mean
  parts <- rss(x, 1:b, mean) + rss(x, (b + 1):m, mean)
  (rss(x, 1:m, mean) - parts) / k / (parts / (m - 2 * k))
}
sup_f <- function(x, mean) {
  m <- nrow(x) - 1; low <- ceiling(0.15 * m)
  best <- f_at(x, low, mean)
  for (b in (low + 1):(m - low)) best <- pmax(best, f_at(x, b, mean))
  best
}
cusum_of <- function(x, mean) {
  m <- nrow(x) - 1; k <- 1 + mean; y <- x[-1, ]; z <- x[-(m + 1), ]
  e <- sapply((k + 1):m, function(t) {
    past <- 1:(t - 1); yp <- y[past, , drop = FALSE]; zp <- z[past, , drop = FALSE]
    ym <- if (mean) colMeans(yp) else 0; zm <- if (mean) colMeans(zp) else 0
    zz <- colSums(zp^2) - (t - 1) * zm^2
    b <- (colSums(zp * yp) - (t - 1) * zm * ym) / zz
    (y[t, ] - ym - b * (z[t, ] - zm)) / sqrt(1 + mean / (t - 1) + (z[t, ] - zm)^2 / zz)
  })
  W <- t(apply(e, 1, cumsum)) / apply(e, 1, sd)
  line <- sqrt(m - k) + 2 * seq_len(m - k) / sqrt(m - k)
  apply(abs(sweep(W, 2, line, "/")), 1, max)
}
put_share <- function(quantity, s, detail, share) {
  put(quantity, s, detail, share)
  put(paste0(quantity, "_se"), s, detail, sqrt(share * (1 - share) / draws))
}
# Power with both errors: of the share, and of the simulated critical value (0 here), whose density under either
# hypothesis is taken by a kernel.
put_power <- function(quantity, s, detail, found, under) {
  share <- mean(found >= 0)
  at <- function(z) { bw <- 1.06 * min(sd(z), IQR(z) / 1.349) * length(z)^(-1 / 5); mean(dnorm(z / bw)) / bw }
  critical <- at(found) / at(under) * sqrt(0.05 * 0.95 / length(under))
  put(quantity, s, detail, share)
  put(paste0(quantity, "_se"), s, detail, sqrt(share * (1 - share) / length(found) + critical^2))
}
for (i in seq_len(nrow(cases))) {
  s <- cases$s[i]; r <- cases$r[i]
  x <- readings[[r]]$x(s); mean_in <- readings[[r]]$mean; m <- length(x)
  fit <- ls_fit(x, mean_in)
  null <- walk(fit$c, fit$phi, fit$sigma, x[1], m, draws)
  phi <- ls_phi(null, mean_in)
  put("bias_cls", s, r, mean(phi) - fit$phi)
  put("bias_cls_se", s, r, sd(phi) / sqrt(draws))
  sup <- sup_f(null, mean_in); moved <- cusum_of(null, mean_in)
  put_share("sup_f_p", s, r, mean(sup >= sup_f(cbind(x), mean_in)))
  put_share("cusum_p_simulated", s, r, mean(moved >= cusum_of(cbind(x, x), mean_in)[1]))
  # Power against the break estimated at 2008-09, and against a phi that falls by 0.3 from the fitted one, with
  # the month after the mean expected as before.
  after <- names_of[[r]][-1] >= "2008-09"; b <- sum(!after); d <- frame(x)
  early <- lm(model(mean_in), d[!after, ]); late <- lm(model(mean_in), d[after, ])
  sigma <- sqrt((deviance(early) + deviance(late)) / (m - 1 - 2 * (1 + mean_in)))
  value <- function(fit, what) if (what == "before") coef(fit)[["before"]] else if (mean_in) coef(fit)[[1]] else 0
  pick <- function(what) ifelse(after, value(late, what), value(early, what))
  broken <- list(
    estimated = walk(pick("c"), pick("before"), sigma, x[1], m, draws),
    phi = walk(fit$c + ifelse(after, 0.3 * (if (mean_in) mean(x) else 0), 0), fit$phi - ifelse(after, 0.3, 0), fit$sigma,
               x[1], m, draws)
  )
  critical <- quantile(f_at(null, b, mean_in), 0.95)
  critical_sup <- quantile(sup, 0.95); critical_cusum <- quantile(moved, 0.95)
  for (kind in names(broken)) {
    found <- list(power_chow = f_at(broken[[kind]], b, mean_in) - critical,
                  power_sup_f = sup_f(broken[[kind]], mean_in) - critical_sup,
                  power_cusum = cusum_of(broken[[kind]], mean_in) - critical_cusum)
    under <- list(power_chow = f_at(null, b, mean_in) - critical, power_sup_f = sup - critical_sup,
                  power_cusum = moved - critical_cusum)
    for (test in names(found)) put_power(test, s, paste(r, kind, sep = "/"), found[[test]], under[[test]])
  }
}

# Exact maximum likelihood in a loop, fewer draws; residual tests of least squares, with a mean.
few <- 2000
for (s in c("china_m", "us_m")) {
  x <- w[[s]]; m <- length(x); phi <- ml_phi(x, TRUE)
  p <- profile(phi, x, TRUE); sigma <- sqrt(sum(p$e^2) / m)
  paths <- walk(p$mu * (1 - phi), phi, sigma, p$mu + sigma / sqrt(1 - phi^2) * rnorm(few), m, few)
  found <- apply(paths, 2, function(y) optimize(function(q) profile(q, y, TRUE)$loglik, c(-0.99, 1 - 1e-9), maximum = TRUE)$maximum)
  put("bias_exact_ml", s, "w_mean", mean(found) - phi)
  put("bias_exact_ml_se", s, "w_mean", sd(found) / sqrt(few))
  fit <- ls_fit(x, TRUE)
  e <- apply(walk(fit$c, fit$phi, fit$sigma, x[1], m, few), 2, function(y) residuals_of(y, TRUE, "cls"))
  own <- residuals_of(x, TRUE, "cls")
  tests <- list(jarque_bera = own_jb, ljung_box = function(e) own_lb(e, 12), arch_lm = function(e) arch_lm(e, 4))
  for (name in names(tests)) {
    share <- mean(apply(e, 2, tests[[name]]) >= tests[[name]](own))
    put(paste0(name, "_p_simulated"), s, "w_mean/cls", share)
    put(paste0(name, "_p_simulated_se"), s, "w_mean/cls", sqrt(share * (1 - share) / few))
  }
}

# Median-unbiased estimates: the phi whose simulated median is the estimate, with the first observation kept where
# there is no mean; and the median at a unit root with a mean.
for (s in c("china_m", "us_m")) for (r in c("w_no_mean", "dw")) {
  x <- readings[[r]]$x(s); m <- length(x); fit <- ls_fit(x, FALSE)
  errors <- matrix(rnorm((m - 1) * draws), m - 1)
  at <- function(phi) {
    y <- matrix(0, m, draws); y[1, ] <- x[1] / fit$sigma
    for (t in 2:m) y[t, ] <- phi * y[t - 1, ] + errors[t - 1, ]
    ls_phi(y, FALSE)
  }
  if (median(at(1)) < fit$phi) { put("median_unbiased", s, r, 1); put("median_unbiased_se", s, r, 0); next }
  root <- uniroot(function(p) median(at(p)) - fit$phi, c(-0.9, 1), tol = 1e-6)$root
  slope <- (median(at(min(root + 0.02, 1))) - median(at(root - 0.02))) / (min(root + 0.02, 1) - root + 0.02)
  v <- at(root)
  density <- 0.04 / diff(quantile(v, c(0.48, 0.52)))
  put("median_unbiased", s, r, root)
  put("median_unbiased_se", s, r, 0.5 / sqrt(draws) / density / slope)
}
v <- ls_phi(walk(0, 1, 1, 0, 32, draws), TRUE)
put("median_at_one", "w_mean", "", median(v))
put("median_at_one_se", "w_mean", "", 0.5 / sqrt(draws) / (0.04 / diff(quantile(v, c(0.48, 0.52)))))

write_witness("stability")
