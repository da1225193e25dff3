# Witness of unit root statistics, correlogram, AR(1) readings, forecasts, correlations, trend and Chow's test.
#
# Run from the repository root: Rscript tests/witness/series.R [raw-data folder] [output folder]

source("tests/witness/common.R")

# ------------------------------------------- 1, 2. augmented Dickey-Fuller

kinds <- data.frame(det = c("n", "c", "ct"), type = c("none", "drift", "trend"),
                    mk = c("nc", "c", "ct"), stringsAsFactors = FALSE)

# x[t]-x[t-1] on x[t-1], k lagged differences and the deterministic terms, for
# every t that has all of them: t = k+2 .. n, so n-1-k observations.
own_adf <- function(x, det, k) {
  t <- (k + 2):length(x)
  d <- data.frame(dx = x[t] - x[t - 1], x1 = x[t - 1])
  for (j in seq_len(k)) d[[paste0("d", j)]] <- x[t - j] - x[t - j - 1]
  if (det == "ct") d$time <- t
  f <- reformulate(setdiff(names(d), "dx"), "dx", intercept = det != "n")
  fit <- lm(f, data = d)
  stopifnot(!anyNA(coef(fit)))
  list(tau = unname(coef(summary(fit))["x1", "t value"]), nobs = nobs(fit))
}

# punitroot/qunitroot print (rather than signal) a warning for small samples.
silent <- function(expr) {
  said <- capture.output(v <- expr)
  if (length(said)) stop("unexpected message: ", said[1])
  v
}

adf <- list()
for (s in names(level)) for (i in 1:3) for (k in 0:12) {
  x <- level[[s]]
  u <- ur.df(x, type = kinds$type[i], lags = k, selectlags = "Fixed")
  tau <- u@teststat[1, 1]               # first entry is tau, then the F tests
  nob <- length(u@res)
  o <- own_adf(x, kinds$det[i], k)
  same(paste("ADF", s, kinds$det[i], k), tau, o$tau, 1e-8)
  stopifnot(nob == n - 1 - k, o$nobs == nob)
  if (kinds$det[i] == "ct") {           # tseries only knows the trend case
    a <- suppressWarnings(adf.test(x, k = k))
    same(paste("adf.test", s, k), unname(a$statistic), tau, 1e-8)
  }
  adf[[length(adf) + 1]] <- list(s = s, det = kinds$det[i], mk = kinds$mk[i],
                                 k = k, tau = tau, nobs = nob)
}
for (a in adf) put("adf_statistic", a$s, paste(a$det, a$k, sep = "/"), a$tau)
for (a in adf) put("adf_nobs", a$s, paste(a$det, a$k, sep = "/"), a$nobs)
for (a in adf) {
  p <- silent(punitroot(a$tau, N = a$nobs, trend = a$mk, statistic = "t"))
  stopifnot(p > 0, p < 1)
  # The quantile at this p must lead back to the statistic (both are local
  # approximations fitted to tables, so only roughly).
  if (p > 0.001 && p < 0.999)
    same(paste("punitroot", a$s, a$det, a$k),
         silent(qunitroot(p, N = a$nobs, trend = a$mk, statistic = "t")),
         a$tau, 5e-3)
  put("adf_pvalue", a$s, paste(a$det, a$k, sep = "/"), p)
}
for (a in adf) if (a$s == "china_m" && a$k %in% c(0, 1, 12))
  for (pct in c(1, 5, 10))
    put("adf_critical", a$s, paste(a$det, a$k, pct, sep = "/"),
        silent(qunitroot(pct / 100, N = a$nobs, trend = a$mk, statistic = "t")))

# --------------------------------------- 3. autocorrelations and Ljung-Box

for (s in c("china_m", "us_m")) {
  x <- w[[s]]; nx <- length(x); z <- x - mean(x)
  r <- acf(x, lag.max = 12, plot = FALSE)$acf[-1]
  pr <- as.vector(pacf(x, lag.max = 12, plot = FALSE)$acf)
  r_own <- sapply(1:12, function(h)
    sum(z[(1 + h):nx] * z[1:(nx - h)]) / sum(z^2))
  pr_own <- sapply(1:12, function(h)    # last Yule-Walker coefficient
    solve(toeplitz(c(1, r_own)[1:h]), r_own[1:h])[h])
  same(paste("acf", s), r, r_own, 1e-10)
  same(paste("pacf", s), pr, pr_own, 1e-8)
  bt <- lapply(1:12, function(h) Box.test(x, lag = h, type = "Ljung-Box"))
  q <- sapply(bt, function(b) unname(b$statistic))
  qp <- sapply(bt, function(b) b$p.value)
  q_own <- nx * (nx + 2) * cumsum(r_own^2 / (nx - 1:12))
  same(paste("Ljung-Box", s), q, q_own, 1e-8)
  # Box.test forms 1 - pchisq(), which leaves only 0 or rounding noise where p
  # is below about 1e-15; the upper tail itself is written.
  qp_tail <- pchisq(q, 1:12, lower.tail = FALSE)
  same(paste("Ljung-Box p", s), qp, qp_tail, 1e-14)
  for (h in 1:12) put("acf", s, h, r[h])
  for (h in 1:12) put("pacf", s, h, pr[h])
  for (h in 1:12) put("ljung_box", s, h, q[h])
  for (h in 1:12) put("ljung_box_p", s, h, qp_tail[h])
}

# ------------------------------------------------ 4. AR(1), exact likelihood
#
# x[1] ~ N(mu, sigma2/(1-phi^2)),  x[t]-mu = phi (x[t-1]-mu) + e[t].
# With S = (1-phi^2)(x[1]-mu)^2 + sum e^2, the likelihood is maximal over
# sigma2 at S/n and over mu at the closed form below; phi is then the root of
# the derivative of what is left.

exact_mu <- function(phi, x, mean) {
  if (!mean) return(0)
  m <- length(x)
  ((1 + phi) * x[1] + sum(x[-1] - phi * x[-m])) /
    ((1 + phi) + (m - 1) * (1 - phi))
}
exact_parts <- function(phi, x, mean) {
  m <- length(x); mu <- exact_mu(phi, x, mean); y <- x - mu
  e <- y[-1] - phi * y[-m]
  S <- (1 - phi^2) * y[1]^2 + sum(e^2)
  list(m = m, mu = mu, y = y, e = e, S = S, sigma2 = S / m,
       loglik = -m / 2 * (log(2 * pi * S / m) + 1) + 0.5 * log(1 - phi^2))
}
exact_score <- function(phi, x, mean) {      # d loglik / d phi at mu(phi)
  p <- exact_parts(phi, x, mean); m <- p$m
  S1 <- -2 * phi * p$y[1]^2 - 2 * sum(p$e * p$y[-m])
  -m / 2 * S1 / p$S - phi / (1 - phi^2)
}
exact_se <- function(phi, x, mean) {         # observed information, sigma2 and
  p <- exact_parts(phi, x, mean); m <- p$m   # mu concentrated out
  y <- p$y; e <- p$e; S <- p$S
  Sp  <- -2 * phi * y[1]^2 - 2 * sum(e * y[-m])
  Spp <- 2 * sum(y[2:(m - 1)]^2)
  Hpp <- -m / 2 * (Spp / S - (Sp / S)^2) - (1 + phi^2) / (1 - phi^2)^2
  if (!mean) return(sqrt(-1 / Hpp))
  Sm  <- -2 * (1 - phi^2) * y[1] - 2 * (1 - phi) * sum(e)
  Smm <- 2 * (1 - phi^2) + 2 * (m - 1) * (1 - phi)^2
  Spm <- 4 * phi * y[1] + 2 * sum(e) + 2 * (1 - phi) * sum(y[-m])
  Hmm <- -m / 2 * (Smm / S - (Sm / S)^2)
  Hpm <- -m / 2 * (Spm / S - Sp * Sm / S^2)
  sqrt(solve(-matrix(c(Hpp, Hpm, Hpm, Hmm), 2))[1, 1])
}
exact_fit <- function(x, mean) {
  f <- function(p) exact_score(p, x, mean)
  grid <- c(seq(-0.9999, 0.9999, by = 0.0001), 1 - 10^-(5:9))
  g <- sapply(grid, f)
  at <- which(g[-length(g)] > 0 & g[-1] <= 0)
  if (length(at) != 1) stop("the exact likelihood has ", length(at), " maxima")
  phi <- uniroot(f, grid[at + 0:1], tol = 1e-15, maxiter = 1000)$root
  p <- exact_parts(phi, x, mean)
  # Checks: a direct maximisation; the density of the whole vector; the
  # curvature by finite differences.
  o <- optimize(function(q) exact_parts(q, x, mean)$loglik, grid[at + 0:1],
                maximum = TRUE, tol = 1e-12)
  same("phi by optimize", o$maximum, phi, 1e-6)
  stopifnot(o$objective <= p$loglik + 1e-10)
  V <- p$sigma2 / (1 - phi^2) * toeplitz(phi^(0:(p$m - 1)))
  U <- chol(V); z <- backsolve(U, p$y, transpose = TRUE)
  same("log density", p$loglik,
       -p$m / 2 * log(2 * pi) - sum(log(diag(U))) - sum(z^2) / 2, 1e-9)
  se <- exact_se(phi, x, mean)
  h <- 1e-6
  same("se by differences", 1,
       se / sqrt(-2 * h / (f(phi + h) - f(phi - h))), 1e-6)
  if (!mean) {                # here phi is a root of a cubic: one more route
    A <- sum(x[2:(p$m - 1)]^2); B <- sum(x[-1] * x[-p$m]); C <- sum(x^2)
    # S = C - 2 B phi + A phi^2 and m (B - A phi)(1 - phi^2) = phi S
    roots <- polyroot(c(p$m * B, -p$m * A - C, (2 - p$m) * B, (p$m - 1) * A))
    roots <- Re(roots[abs(Im(roots)) < 1e-9])
    same("phi by the cubic", roots[which.min(abs(roots - phi))], phi, 1e-9)
  }
  list(phi = phi, se = se, mu = p$mu, sigma2 = p$sigma2, loglik = p$loglik)
}

# stats::arima leaves an observation out of its likelihood when the variance
# of its prediction is 1e4 innovation variances or more, which for an AR(1) is
# 1/(1-phi^2) >= 1e4, |phi| >= 0.99995.  Beyond that point it no longer
# computes the exact likelihood, and its optimiser may stop there.  Such a fit
# is refused and repeated from the least-squares estimates without the
# transformation of parameters.
tight <- list(reltol = 1e-14, maxit = 5000)
arima_fit <- function(x, mean, label) {
  fit <- tryCatch(suppressWarnings(
    arima(x, order = c(1, 0, 0), include.mean = mean, method = "ML",
          optim.control = tight)), error = function(e) NULL)
  usable <- !is.null(fit) && 1 / (1 - coef(fit)[["ar1"]]^2) < 1e4
  if (usable) return(fit)
  if (is.null(fit))
    cat(sprintf("note: %s: default arima() fails\n", label))
  else
    cat(sprintf(paste("note: %s: default arima() stops at phi = 1 - %.3g, loglik %.6f,",
                      "outside its exact range; repeated from least squares\n"),
                label, 1 - coef(fit)[["ar1"]], fit$loglik))
  m <- length(x)
  ls <- if (mean) lm(x[-1] ~ x[-m]) else lm(x[-1] ~ x[-m] - 1)
  b <- unname(coef(ls))
  phi0 <- max(min(b[length(b)], 0.95), -0.95)
  init <- if (mean) c(phi0, base::mean(x)) else phi0
  fit <- arima(x, order = c(1, 0, 0), include.mean = mean, method = "ML",
               transform.pars = FALSE, init = init, optim.control = tight)
  stopifnot(1 / (1 - coef(fit)[["ar1"]]^2) < 1e4)
  fit
}

readings <- list(
  w_no_mean = list(x = function(s) w[[s]],       mean = FALSE),
  w_mean    = list(x = function(s) w[[s]],       mean = TRUE),
  dw        = list(x = function(s) diff(w[[s]]), mean = FALSE)
)

ml <- list()
for (s in c("china_m", "us_m")) for (r in names(readings)) {
  x <- readings[[r]]$x(s); mean_in <- readings[[r]]$mean
  label <- paste(s, r)
  f <- exact_fit(x, mean_in)
  a <- arima_fit(x, mean_in, label)
  # arima() stops where the objective is flat to its tolerance; its standard
  # error comes from differences with a step of 0.001, coarse near phi = 1.
  d_phi <- same(paste("arima phi", label), coef(a)[["ar1"]], f$phi, 1e-5)
  same(paste("arima loglik", label), a$loglik, f$loglik, 1e-8)
  same(paste("arima sigma2", label), a$sigma2 / f$sigma2, 1, 1e-4)
  if (mean_in) same(paste("arima mean", label), coef(a)[["intercept"]], f$mu, 1e-4)
  a_se <- sqrt(a$var.coef[1, 1])
  same(paste("arima se", label), a_se / f$se, 1, 2e-2)
  cat(sprintf("arima() against the polished optimum, %s: phi off by %.1e, se by %.1e of itself\n",
              label, d_phi, a_se / f$se - 1))
  ml[[s]][[r]] <- f
  put("ar1_ml_phi", s, r, f$phi)
  put("ar1_ml_se", s, r, f$se)
  if (mean_in) put("ar1_ml_mean", s, r, f$mu)
  put("ar1_ml_sigma2", s, r, f$sigma2)
  put("ar1_ml_loglik", s, r, f$loglik)
  # Innovations by their standard deviations: the first has the variance of the process.
  x <- readings[[r]]$x(s) - if (mean_in) f$mu else 0
  e <- c(x[1] * sqrt(1 - f$phi^2), x[-1] - f$phi * x[-length(x)])
  q <- Box.test(e, lag = 12, type = "Ljung-Box", fitdf = 1)
  put("ar1_ml_ljung_box_p", s, r,
      pchisq(q$statistic[[1]], q$parameter[[1]], lower.tail = FALSE))
  k <- 2 + mean_in                    # phi, sigma2 and, where there is one, the mean
  m <- length(readings[[r]]$x(s))
  put("ar1_ml_aicc", s, r, -2 * f$loglik + 2 * k + 2 * k * (k + 1) / (m - k - 1))
}

# The AICc above against the one that forecast::Arima prints.
same("AICc", -2 * ml$china_m$w_no_mean$loglik + 2 * 2 + 2 * 2 * 3 / (32 - 2 - 1),
     Arima(w$china_m, order = c(1, 0, 0), include.mean = FALSE, method = "ML")$aicc, 1e-6)

# -------------------------------------- 5. AR(1), conditional least squares

for (s in c("china_m", "us_m")) for (r in names(readings)) {
  x <- readings[[r]]$x(s); mean_in <- readings[[r]]$mean; m <- length(x)
  d <- data.frame(now = x[-1], before = x[-m])
  fit <- if (mean_in) lm(now ~ before, d) else lm(now ~ before - 1, d)
  phi <- coef(fit)[["before"]]
  se <- sqrt(diag(vcov(fit)))[["before"]]
  ct <- coeftest(fit)
  same(paste("coeftest", s, r), ct["before", 1:2], c(phi, se), 1e-12)
  X <- if (mean_in) cbind(before = d$before, 1) else cbind(before = d$before)
  b <- solve(crossprod(X), crossprod(X, d$now))
  s2 <- sum((d$now - X %*% b)^2) / (nrow(X) - ncol(X))
  same(paste("normal equations", s, r), c(phi, se),
       c(b[1], sqrt(s2 * solve(crossprod(X))[1, 1])), 1e-10)
  put("ar1_cls_phi", s, r, phi)
  put("ar1_cls_se", s, r, se)
  if (mean_in) put("ar1_cls_const", s, r, coef(fit)[["(Intercept)"]])
  put("ar1_cls_nobs", s, r, nobs(fit))
  q <- Box.test(residuals(fit), lag = 12, type = "Ljung-Box", fitdf = 1)
  put("ar1_cls_ljung_box_p", s, r,
      pchisq(q$statistic[[1]], q$parameter[[1]], lower.tail = FALSE))
}

# --------------------------------------------------------- 6. forecasts of m

for (s in c("china_m", "us_m")) for (r in c("w_no_mean", "w_mean")) {
  x <- w[[s]]; mean_in <- readings[[r]]$mean; f <- ml[[s]][[r]]
  # A fit with the polished parameters held fixed, so that predict() starts
  # from them.
  a <- arima(x, order = c(1, 0, 0), include.mean = mean_in, method = "ML",
             fixed = if (mean_in) c(f$phi, f$mu) else f$phi,
             transform.pars = FALSE)
  same(paste("fixed fit", s, r), c(a$sigma2, a$loglik), c(f$sigma2, f$loglik), 1e-8)
  p <- predict(a, n.ahead = 12)
  wf <- as.vector(p$pred); se <- as.vector(p$se)
  h <- 1:12
  same(paste("forecast", s, r), wf, f$mu + f$phi^h * (x[length(x)] - f$mu), 1e-10)
  same(paste("forecast se", s, r), se,
       sqrt(f$sigma2 * (1 - f$phi^(2 * h)) / (1 - f$phi^2)), 1e-10)
  fc <- forecast(Arima(x, order = c(1, 0, 0), include.mean = mean_in, method = "ML",
                       fixed = if (mean_in) c(f$phi, f$mu) else f$phi,
                       transform.pars = FALSE), h = 12, level = 95)
  same(paste("forecast()", s, r), as.vector(fc$mean), wf, 1e-10)
  same(paste("forecast() se", s, r),
       as.vector(fc$upper - fc$mean) / qnorm(0.975), se, 1e-10)
  mf <- level[[s]][n + h - 12] + wf
  for (i in h) put("forecast_mean", s, paste(r, i, sep = "/"), mf[i])
  for (i in h) put("forecast_se", s, paste(r, i, sep = "/"), se[i])
}

# ------------------------------------------------------------ 7. correlations

ways <- list(level = function(x) x,
             diff = function(x) x[-1] - x[-n],
             diff12 = function(x) x[13:n] - x[1:(n - 12)])
for (s in c("china_c", "china_s")) for (v in names(ways)) {
  a <- ways[[v]](level[[s]]); b <- ways[[v]](level$china_m)
  pe <- cor(a, b); sp <- cor(a, b, method = "spearman")
  own <- function(a, b) {
    a <- a - mean(a); b <- b - mean(b)
    sum(a * b) / sqrt(sum(a^2) * sum(b^2))
  }
  stopifnot(!anyDuplicated(a), !anyDuplicated(b))
  same(paste("pearson", s, v), pe, own(a, b), 1e-12)
  k <- length(a)
  same(paste("spearman", s, v), sp,
       1 - 6 * sum((rank(a) - rank(b))^2) / (k * (k^2 - 1)), 1e-12)
  put("pearson", s, v, pe)
  put("spearman", s, v, sp)
}

# ------------------------------------------------------------ 8. linear trend

t <- 0:(n - 1); y <- level$china_m
fit <- lm(y ~ t)
b <- coef(fit)[["t"]]; se <- sqrt(diag(vcov(fit)))[["t"]]
tc <- t - mean(t); b_own <- sum(tc * y) / sum(tc^2)
e <- y - mean(y) - b_own * tc
same("trend", c(b, se), c(b_own, sqrt(sum(e^2) / (n - 2) / sum(tc^2))), 1e-12)
put("trend_slope", "china_m", "", b)
put("trend_se", "china_m", "", se)

# Mean monthly change of the multiplier, two-sided t test.
drift <- t.test(diff(level$china_m))
put("drift_mean", "china_m", "", drift$estimate[[1]])
put("drift_p", "china_m", "", drift$p.value)

# -------------------------------------------------- 9. calendar months, Chow test

change <- diff(level$china_m)
calendar <- factor(substr(months[-1], 6, 7))
season <- anova(lm(change ~ 1), lm(change ~ calendar))
put("seasonal_f", "china_m", "", season$F[2])
put("seasonal_p", "china_m", "", season$`Pr(>F)`[2])

# AR(1) of x by least squares; the second regime begins with x[t] of 2008-09.
chow <- function(x, names, mean) {
  y <- x[-1]; l <- x[-length(x)]
  after <- names[-1] >= "2008-09"
  form <- if (mean) y ~ l else y ~ l - 1
  split <- if (mean) y ~ after + l + after:l else y ~ l + after:l - 1
  test <- anova(lm(form), lm(split))
  rss <- function(i) {
    d <- data.frame(y = y[i], l = l[i]); deviance(lm(form, data = d))
  }
  k <- if (mean) 2 else 1
  parts <- rss(after) + rss(!after)
  own <- (rss(TRUE | after) - parts) / k / (parts / (length(y) - 2 * k))
  same("Chow", test$F[2], own, 1e-8)
  c(test$F[2], test$`Pr(>F)`[2])
}
for (s in c("china_m", "us_m")) {
  x <- w[[s]]; at <- months[13:n]
  for (r in c("w_no_mean", "w_mean", "dw")) {
    y <- if (r == "dw") diff(x) else x
    value <- chow(y, if (r == "dw") at[-1] else at, r == "w_mean")
    put("chow_f", s, r, value[1]); put("chow_p", s, r, value[2])
  }
}

# ----------------------------- 10. drift and season with changes that follow an AR(1), by R's own draws

set.seed(20100701)
draws <- 20000
put_share <- function(quantity, s, share, extra = 0) {
  put(quantity, s, "", share)
  put(paste0(quantity, "_se"), s, "", sqrt(share * (1 - share) / draws + extra^2))
}
for (s in c("china_m", "us_m")) {
  d <- diff(level[[s]]); k <- length(d)
  calendar <- factor(substr(months[-1], 6, 7))
  fit <- arima(d, order = c(1, 0, 0), method = "ML", optim.control = tight)
  phi <- coef(fit)[["ar1"]]; spread <- sqrt(fit$sigma2 / (1 - phi^2))
  put("changes_phi", s, "", phi)
  put("changes_sd", s, "", spread)
  # Columns are samples: the stationary process by the Cholesky factor of its correlations.
  factor_of <- t(chol(toeplitz(phi^(0:(k - 1)))))
  noise <- function() spread * factor_of %*% matrix(rnorm(k * draws), k)
  t_of <- function(x) abs(colMeans(x)) / apply(x, 2, sd) * sqrt(k)
  dummies <- model.matrix(~ calendar)
  f_of <- function(x) {                        # all samples as one regression with many left-hand sides
    rss <- colSums(qr.resid(qr(dummies), x)^2); tss <- colSums(sweep(x, 2, colMeans(x))^2)
    (tss - rss) / 11 / (rss / (k - 12))
  }
  same(paste("t", s), t_of(cbind(d, d))[1], abs(t.test(d)$statistic[[1]]), 1e-10)
  same(paste("F", s), f_of(cbind(d))[1], anova(lm(d ~ 1), lm(d ~ calendar))$F[2], 1e-8)
  null <- noise()
  pattern <- matrix(rnorm(12 * draws), 12)[as.integer(calendar), ]
  pattern <- sweep(pattern, 2, colMeans(pattern))
  pattern <- sweep(pattern, 2, sqrt(colMeans(pattern^2)), "/") * spread * sqrt(0.3 / 0.7)
  cases <- list(
    drift = list(t_of, qt(0.975, k - 1), noise() + 0.1 * mean(level[[s]]) / k),
    season = list(f_of, qf(0.95, 11, k - 12), noise() + pattern)
  )
  for (name in names(cases)) {
    of <- cases[[name]][[1]]
    under <- of(null); found <- of(cases[[name]][[3]])
    put_share(paste0(name, "_p_simulated"), s, mean(under >= of(cbind(d, d))[1]))
    put_share(paste0(name, "_size"), s, mean(under >= cases[[name]][[2]]))
    critical <- quantile(under, 0.95)
    at <- function(z) { bw <- 1.06 * min(sd(z), IQR(z) / 1.349) * draws^(-1 / 5); mean(dnorm((z - critical) / bw)) / bw }
    put_share(paste0(name, "_power"), s, mean(found >= critical), at(found) / at(under) * sqrt(0.05 * 0.95 / draws))
  }
}

write_witness("series")
