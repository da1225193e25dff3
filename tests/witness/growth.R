# Witness of the sections on the growth of money, on regimes and on bottom-up forecasts: correlations of growth over a
# year, trends with Newey-West errors, M2 over GDP, one and two breaks at unknown dates, regressions of the ratios.
#
# Run from the repository root: Rscript tests/witness/growth.R [raw-data folder] [output folder]

source("tests/witness/common.R")

# A column of a raw file from one month to another, with the replacements of the corrections.
span <- function(file, column, first, last) {
  d <- read.csv(file.path(raw, file), colClasses = c(month = "character"))
  for (i in which(fixes$file == file & fixes$column == column))
    d[match(fixes$first[i], d$month), column] <- fixes$value[i]
  x <- d[d$month >= first & d$month <= last, column]
  stopifnot(is.numeric(x), !anyNA(x))
  x
}
between <- function(first, last) {
  d <- seq(as.Date(paste0(first, "-01")), as.Date(paste0(last, "-01")), by = "month")
  format(d, "%Y-%m")
}
money_file <- "china/money_supply/2019-07.csv"
bank_file <- "china/monetary_authority/2021-01.csv"
first <- "2000-01"; last <- "2012-12"
all_months <- between(first, last)
M2 <- span(money_file, "m2", first, last)
B <- span(bank_file, "reserve_money", first, last)
m <- M2 / B
stopifnot(length(m) == 156, length(all_months) == 156)

# ------------------------------------------------------ 1. growth over a year

year <- function(x) 100 * diff(log(x), lag = 12)
b <- year(B); a <- year(M2); g <- year(m); at <- all_months[-(1:12)]
same("sum of sources", b + g, a, 1e-9)
for (end in c("2005-12", "2008-08", "2009-10", "2012-12")) {
  i <- at <= end
  r <- cor(b[i], g[i]); rho <- cor(b[i], a[i])
  same("identity", r, (rho * sd(a[i]) - sd(b[i])) / sqrt(sd(a[i])^2 + sd(b[i])^2 - 2 * rho * sd(a[i]) * sd(b[i])), 1e-12)
  put("growth_correlation", "china", end, r)
  put("growth_independent", "china", end, -1 / sqrt(1 + (sd(a[i]) / sd(b[i]))^2))
  put("growth_correlation_m2", "china", end, rho)
  put("multiplier_percent", "china", end, 100 * mean(g[i] > b[i]))
  put("switches", "china", end, sum(diff(as.integer(g[i] > b[i])) != 0))
}
percent <- function(x) x[-(1:12)] / x[1:(length(x) - 12)] - 1
put("growth_correlation_percent", "china", last, cor(percent(B), percent(m)))
quarter <- substr(at, 6, 7) %in% c("03", "06", "09", "12")
put("growth_correlation_quarters", "china", last, cor(b[quarter], g[quarter]))

# ------------------------------------------- 2. trend with Newey-West errors

newey_west <- function(fit) {
  x <- model.matrix(fit); u <- residuals(fit) * x; k <- nrow(x); L <- floor(4 * (k / 100)^(2 / 9))
  s <- crossprod(u)
  for (l in seq_len(L)) {
    g1 <- crossprod(u[-(1:l), , drop = FALSE], u[1:(k - l), , drop = FALSE])
    s <- s + (1 - l / (L + 1)) * (g1 + t(g1))
  }
  inverse <- solve(crossprod(x))
  sqrt(diag(inverse %*% s %*% inverse) * k / (k - ncol(x)))
}
for (end in c("2005-12", "2008-08", "2009-10", "2012-12")) {
  y <- m[all_months <= end]; time <- seq_along(y)
  fit <- lm(y ~ time)
  put("trend_slope", "china", end, 12 * coef(fit)[["time"]])
  put("trend_t", "china", end, coef(fit)[["time"]] / newey_west(fit)[["time"]])
}

# ------------------------------------------------------------- 3. M2 over GDP

gdp <- read.csv(file.path(raw, "china/gdp/single.csv"), colClasses = c(month = "character"))
gdp <- gdp[gdp$month <= last, ]
number <- as.integer(substr(gdp$month, 6, 7))
quarterly <- ifelse(number == 3, gdp$gdp_year_to_date, c(NA, diff(gdp$gdp_year_to_date)))
four <- stats::filter(quarterly, rep(1, 4), sides = 1)
december <- number == 12
same("the year", four[december][-1], gdp$gdp_year_to_date[december][-1], 1e-6)
us <- read.csv(file.path(raw, "us/money_stock/2023-12.csv"), colClasses = c(month = "character"))
world <- read.csv(file.path(raw, "world/nominal_gdp/single.csv"))
us_four <- as.numeric(stats::filter(world$us_gdp, rep(1 / 4, 4), sides = 1))
for (month in c("2001-06", "2003-12", "2008-09", "2009-12", "2012-12")) {
  put("m2_over_gdp", "china", month, M2[all_months == month] / four[gdp$month == month])
  name <- paste0(substr(month, 1, 4), "Q", as.integer(substr(month, 6, 7)) / 3)
  put("m2_over_gdp", "us", month, us$M2SL[us$month == month] / us_four[world$quarter == name])
}

# ----------------------------------------------- 4. breaks at unknown dates

n_all <- length(m); time <- seq_len(n_all); low <- ceiling(0.15 * n_all)
season <- factor(substr(all_months, 6, 7))
dates <- (low + 1):(n_all - low + 1)
plain <- sapply(dates, function(d) { after <- as.integer(time >= d)
  w <- lm(m ~ time); p <- lm(m ~ time * after)
  (deviance(w) - deviance(p)) / 2 / (deviance(p) / df.residual(p)) })
seasonal <- sapply(dates, function(d) { after <- as.integer(time >= d)
  w <- lm(m ~ time + season); p <- lm(m ~ time * after + season)
  (deviance(w) - deviance(p)) / 2 / (deviance(p) / df.residual(p)) })
put("sup_f", "china", "trend", max(plain))
put("sup_f_date", "china", "trend", dates[which.max(plain)])
put("sup_f", "china", "trend_season", max(seasonal))
put("sup_f_date", "china", "trend_season", dates[which.max(seasonal)])
dm <- diff(m); low1 <- ceiling(0.15 * length(dm)); dates1 <- (low1 + 1):(length(dm) - low1 + 1)
drift <- sapply(dates1, function(d) { after <- as.integer(seq_along(dm) >= d)
  w <- lm(dm ~ 1); p <- lm(dm ~ after); (deviance(w) - deviance(p)) / (deviance(p) / df.residual(p)) })
put("sup_f", "china", "drift", max(drift))

# p of the largest F under a random walk without a break, and size of a trend's t on random walks, R's own draws.
set.seed(20100701); draws <- 20000
walks <- apply(matrix(rnorm(n_all * draws), n_all), 2, cumsum)
x0 <- cbind(1, time); q0 <- qr.Q(qr(x0))
left <- walks - q0 %*% crossprod(q0, walks)
total <- colSums(left^2); largest <- numeric(draws)
for (d in dates) {
  e <- x0 * (time >= d); e <- qr.Q(qr(e - q0 %*% crossprod(q0, e)))
  part <- colSums(crossprod(e, left)^2)
  largest <- pmax(largest, part / 2 / ((total - part) / (n_all - 4)))
}
same("F by projection", {e <- x0 * (time >= 84); e <- qr.Q(qr(e - q0 %*% crossprod(q0, e)))
  r0 <- m - q0 %*% crossprod(q0, m); part <- sum(crossprod(e, r0)^2); part / 2 / ((sum(r0^2) - part) / (n_all - 4))},
  plain[dates == 84], 1e-8)
p <- mean(largest >= max(plain))
put("random_walk_p", "china", "trend", p)
put("random_walk_p_se", "china", "trend", sqrt(p * (1 - p) / draws))
centred <- time - mean(time); L <- floor(4 * (n_all / 100)^(2 / 9))
slope <- colSums(walks * centred) / sum(centred^2)
scores <- (walks - rep(colMeans(walks), each = n_all) - outer(centred, slope)) * centred
variance <- colSums(scores^2)
for (l in seq_len(L)) variance <- variance + 2 * (1 - l / (L + 1)) *
  colSums(scores[-(1:l), ] * scores[1:(n_all - l), ])
t_walk <- slope * sum(centred^2) / sqrt(variance * n_all / (n_all - 2))
size <- mean(abs(t_walk) > 1.96)
put("random_walk_size", "china", "2012-12", size)
put("random_walk_size_se", "china", "2012-12", sqrt(size * (1 - size) / draws))

line <- function(i) deviance(lm(m[i] ~ time[i]))
best <- c(Inf, NA, NA)
single <- matrix(NA, n_all, n_all)
for (i in 1:(n_all - low + 1)) for (j in (i + low - 1):n_all) single[i, j] <- line(i:j)
for (d1 in (low + 1):(n_all - 2 * low + 1)) for (d2 in (d1 + low):(n_all - low + 1)) {
  s <- single[1, d1 - 1] + single[d1, d2 - 1] + single[d2, n_all]
  if (s < best[1]) best <- c(s, d1, d2)
}
put("two_breaks", "china", "squares", best[1])
put("two_breaks", "china", "first", best[2])
put("two_breaks", "china", "second", best[3])
count <- 2 * 3 + 2
put("two_breaks", "china", "bic", n_all * log(best[1] / n_all) + count * log(n_all))

# ------------------------------------------------------ 5. bottom-up forecasts

s0 <- "2005-01"; s1 <- "2009-12"
window <- between(s0, s1); known <- window <= "2008-12"; h <- sum(!known)
C <- span(money_file, "m0", s0, s1); D <- span(money_file, "demand_deposits", s0, s1)
Tm <- span(money_file, "time_deposits", s0, s1); S <- span(money_file, "savings_deposits", s0, s1)
R <- span(bank_file, "deposits_of_financial_corporations", s0, s1)
real <- span(money_file, "m2", s0, s1) / span(bank_file, "reserve_money", s0, s1)
ratio <- list(c = C / D, s = S / D, t = Tm / D, r = R / (D + Tm + S), k = C / (D + Tm + S))
index <- seq_along(window); month <- factor(substr(window, 6, 7))
forecast_ratio <- function(x, own) {
  d <- data.frame(x = x, before = c(NA, x[-length(x)]), index = index, month = month)
  rows <- known & (!own | index > 1)
  fit <- lm(if (own) x ~ before + index + month else x ~ index + month, d[rows, ])
  path <- numeric(0); previous <- x[sum(known)]
  for (i in which(!known)) {
    d$before[i] <- previous
    previous <- unname(predict(fit, d[i, ])); path <- c(path, previous)
  }
  list(path = path, fit = fit)
}
four_ratios <- function(v) (v$c + 1 + v$s + v$t) / (v$c + v$r * (1 + v$s + v$t))
two_ratios <- function(v) (1 + v$k) / (v$k + v$r)
for (kind in c("trend", "ar")) {
  found <- lapply(ratio, forecast_ratio, own = kind == "ar")
  paths <- lapply(found, `[[`, "path")
  for (name in names(ratio)) put("ratio_forecast", "china", paste(kind, name, sep = "/"), paths[[name]][h])
  if (kind == "ar") for (name in names(ratio))
    put("ratio_lag", "china", name, coef(found[[name]]$fit)[["before"]])
  for (form in c("cstr", "kr")) {
    made <- if (form == "cstr") four_ratios(paths) else two_ratios(paths)
    error <- real[!known] - made
    put("bottom_up_last", "china", paste(form, kind, sep = "/"), made[h])
    put("bottom_up_rmse", "china", paste(form, kind, sep = "/"), sqrt(mean(error^2)))
    put("bottom_up_mape", "china", paste(form, kind, sep = "/"), 100 * mean(abs(error / real[!known])))
  }
}
put("bottom_up_rmse", "china", "no_change", sqrt(mean((real[!known] - real[sum(known)])^2)))
put("bottom_up_rmse", "china", "seasonal_naive", sqrt(mean((real[!known] - real[index[!known] - 12])^2)))

write_witness("growth")
