# Witness of the regression of K2 on its components: coefficients, Newey-West errors, variance inflation, derivatives.
#
# Run from the repository root: Rscript tests/witness/k2.R [raw-data folder] [output folder]

source("tests/witness/common.R")

months <- format(seq(as.Date("2000-01-01"), as.Date("2009-12-01"), by = "month"), "%Y-%m")
money <- take("china/money_supply/2019-07.csv", c("m0", "m2"))
bank <- take("china/monetary_authority/2021-01.csv",
             c("reserve_money", "government_deposits", "deposits_of_financial_corporations"))

# The ratio in force at the end of each month.
steps <- read.csv(file.path(raw, "china/reserve_requirement_ratio/single.csv"))
month_end <- as.Date(paste0(months, "-01")) + 31
month_end <- as.Date(paste0(format(month_end, "%Y-%m"), "-01")) - 1
in_force <- findInterval(month_end, as.Date(steps$effective_date))
r <- steps$large_institutions[in_force] / 100

deposits <- money$m2 - money$m0
h <- money$m0 / deposits
e <- bank$deposits_of_financial_corporations / deposits - r
g <- (bank$reserve_money + bank$government_deposits) / deposits - r - e - h
all <- data.frame(k2 = (1 + h) / (r + g + h + e), r, g, h, e, row.names = months)
same("K2 is M2 over base", all$k2, money$m2 / (bank$reserve_money + bank$government_deposits), 1e-12)

f <- quote((1 + h) / (r + g + h + e))
windows <- list(stated = c("2000-01", "2009-12"), from_2002 = c("2002-01", "2009-12"),
                before_2006 = c("2000-01", "2005-12"))
for (name in names(windows)) {
  inside <- months >= windows[[name]][1] & months <= windows[[name]][2] & !months %in% c("2001-09", "2001-11")
  x <- all[inside, ]
  fit <- lm(k2 ~ r + g + h + e, x)
  X <- model.matrix(fit)
  by_hand <- solve(crossprod(X), crossprod(X, x$k2))
  same("normal equations", coef(fit), by_hand, 1e-8)
  lags <- floor(4 * (nrow(x) / 100)^(2 / 9))
  v <- newey_west_covariance(X, resid(fit), lags)
  put("nobs", name, "", nrow(x))
  put("r2", name, "", summary(fit)$r.squared)
  terms <- c("constant", "r", "g", "h", "e")
  for (i in seq_along(terms)) {
    put("estimate", name, terms[i], coef(fit)[[i]])
    put("hac_se", name, terms[i], sqrt(v[i, i]))
  }
  means <- as.list(colMeans(x[, -1]))
  for (term in terms[-1]) {
    others <- setdiff(terms[-1], term)
    put("vif", name, term, 1 / (1 - summary(lm(reformulate(others, term), x))$r.squared))
    put("derivative", name, term, eval(D(f, term), means))
  }
  one <- lm(k2 ~ I(r + g + e) + h, x)
  put("equal_slopes", name, "r", coef(one)[[2]])
  put("equal_slopes", name, "h", coef(one)[[3]])
  put("equal_slopes", name, "constant", coef(one)[[1]])
  R <- rbind(c(0, 1, -1, 0, 0), c(0, 1, 0, 0, -1))
  b <- R %*% coef(fit)
  wald <- drop(t(b) %*% solve(R %*% v %*% t(R)) %*% b) / 2
  put("equal_f", name, "", wald)
  put("equal_p", name, "", pf(wald, 2, nrow(x) - 5, lower.tail = FALSE))
}

write_witness("k2")
