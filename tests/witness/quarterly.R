# Witness of the quarterly study: correlations before and after STL, log regression, path with a low statutory ratio.
#
# Run from the repository root: Rscript tests/witness/quarterly.R [raw-data folder] [output folder]

source("tests/witness/common.R")

span <- function(first, last) format(seq(as.Date(first), as.Date(last), by = "3 months"), "%Y-%m")
months <- span("2006-03-01", "2012-12-01")
late <- take("china/depository_corporations/2021-01.csv", "deposits_with_central_bank")[[1]]
months <- span("2000-03-01", "2005-12-01")
early <- take("china/monetary_authority/2021-01.csv", "deposits_of_financial_corporations")[[1]]
months <- span("2000-03-01", "2012-12-01")
money <- take("china/money_supply/2019-07.csv", c("m0", "m2"))
reserves <- c(early, late)
deposits <- money$m2 - money$m0

steps <- read.csv(file.path(raw, "china/reserve_requirement_ratio/single.csv"))
ends <- as.Date(paste0(format(as.Date(paste0(months, "-01")) + 31, "%Y-%m"), "-01")) - 1
announced <- as.Date(steps$effective_date)
in_force <- findInterval(ends, announced)
known <- months <= format(max(announced), "%Y-%m")

cd <- money$m0 / deposits
actual <- reserves / deposits
mm <- (1 + cd) / (cd + actual)
same("mm is M2 over cash and reserves", mm, money$m2 / (money$m0 + reserves), 1e-12)

# statsmodels' degrees and spans for four quarters and a seasonal span of 13; an odd number of quarters (see drivers.R).
n <- sum(known)
stopifnot(n %% 2 == 1)
adjust <- function(x) {
  fit <- stl(ts(log(x), frequency = 4), s.window = 13, s.degree = 1, t.window = 7, t.degree = 1, l.window = 5,
             l.degree = 1, s.jump = 1, t.jump = 1, l.jump = 1, robust = TRUE, inner = 2, outer = 15)
  x / exp(as.numeric(fit$time.series[, "seasonal"]))
}

columns <- c(large = "large_institutions", small = "small_institutions")
f <- quote((1 + cd) / (cd + er + rr))
for (bound in names(columns)) {
  rr <- (steps[[columns[bound]]][in_force] / 100)[known]
  level <- data.frame(mm = mm[known], cd = cd[known], er = actual[known] - rr, rr = rr)
  adjusted <- data.frame(mm = adjust(level$mm), cd = adjust(level$cd), er = adjust(actual[known]) - rr, rr = rr)
  for (name in c("none", "stl")) {
    x <- if (name == "none") level else adjusted
    for (driver in c("cd", "er", "rr")) {
      put("pearson", bound, paste(name, "level", driver, sep = "/"), cor(x$mm, x[[driver]]))
      put("pearson", bound, paste(name, "diff", driver, sep = "/"), cor(diff(x$mm), diff(x[[driver]])))
    }
  }
  x <- level[level$er > 0, ]
  fit <- lm(log(mm) ~ log(cd) + log(er) + log(rr), x)
  lags <- floor(4 * (nrow(x) / 100)^(2 / 9))
  v <- newey_west_covariance(model.matrix(fit), resid(fit), lags)
  put("nobs", bound, "", nrow(x))
  means <- as.list(colMeans(x[, -1]))
  drivers <- c("cd", "er", "rr")
  for (i in seq_along(drivers)) {
    driver <- drivers[i]
    elasticity <- eval(D(f, driver), means) * means[[driver]] / eval(f, means)
    put("slope", bound, driver, coef(fit)[[i + 1]])
    put("hac_se", bound, driver, sqrt(v[i + 1, i + 1]))
    put("elasticity", bound, driver, elasticity)
    t <- (coef(fit)[[i + 1]] - elasticity) / sqrt(v[i + 1, i + 1])
    put("difference_p", bound, driver, 2 * pt(-abs(t), nrow(x) - 4))
    others <- sprintf("log(%s)", setdiff(drivers, driver))
    inflation <- 1 / (1 - summary(lm(reformulate(others, sprintf("log(%s)", driver)), x))$r.squared)
    put("vif", bound, driver, inflation)
  }
  last <- level[n, ]
  for (percent in c(0, 6)) {
    put("mechanical_m", bound, percent, (1 + last$cd) / (last$cd + last$er + percent / 100))
    put("mechanical_m2", bound, percent,
        (1 + last$cd) / (last$cd + last$er + percent / 100) * (money$m0 + reserves)[which(known)[n]])
  }
}

write_witness("quarterly")
