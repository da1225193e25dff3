# Witness of the studies of consumer prices and of cycles: correlograms, unit root statistics, correlations of
# prices and money, turning points, concordance and cross-correlations.
#
# Run from the repository root: Rscript tests/witness/prices.R [raw-data folder] [output folder]

source("tests/witness/common.R")

span <- function(first, last)
  format(seq(as.Date(paste0(first, "-01")), as.Date(paste0(last, "-01")), by = "month"), "%Y-%m")
column <- function(file, name) {
  d <- read.csv(file.path(raw, file), colClasses = c(month = "character"))
  for (i in which(fixes$file == file & fixes$column == name)) d[match(fixes$first[i], d$month), name] <- fixes$value[i]
  setNames(d[[name]], d$month)
}
cpi <- column("china/cpi/single.csv", "cpi_yoy_index")
supply <- "china/money_supply/2019-07.csv"
authority <- "china/monetary_authority/2021-01.csv"
money <- list(base = column(authority, "reserve_money"), currency_issue = column(authority, "currency_issue"),
              m0 = column(supply, "m0"), m1 = column(supply, "m1"), m2 = column(supply, "m2"))

# --------------------------------------------------------------- correlograms

samples <- list(stated = span("1999-01", "2010-12"), identified = setdiff(span("2001-01", "2010-12"), "2006-08"))
for (s in names(samples)) {
  d <- diff(cpi[samples[[s]]])
  nobs <- length(d)
  ac <- acf(d, lag.max = 13, plot = FALSE)$acf[-1]
  own <- sapply(1:13, function(k) {
    z <- d - mean(d)
    sum(z[(1 + k):nobs] * z[1:(nobs - k)]) / sum(z^2)
  })
  same(paste("acf", s), ac, own, 1e-12)
  pac <- pacf(d, lag.max = 13, plot = FALSE)$acf[, 1, 1]
  # Second route: Yule-Walker equations solved lag by lag.
  same(paste("pacf", s), pac, sapply(1:13, function(k) solve(toeplitz(c(1, ac)[1:k]), ac[1:k])[k]), 1e-10)
  put("nobs", s, "", nobs)
  for (k in 1:13) {
    test <- Box.test(d, lag = k, type = "Ljung-Box")
    same(paste("Q", s, k), test$statistic, nobs * (nobs + 2) * sum(ac[1:k]^2 / (nobs - 1:k)), 1e-9)
    put("ac", s, k, ac[k])
    put("pac", s, k, pac[k])
    put("q", s, k, test$statistic)
    put("p", s, k, pchisq(unname(test$statistic), k, lower.tail = FALSE))
  }
}

# ----------------------------------------------------------------- unit roots

roots <- c(list(cpi_yoy_index = cpi[samples$stated]), lapply(money, function(x) x[span("2000-01", "2010-12")]))
for (s in names(roots)) for (kind in c("level", "diff")) {
  x <- if (kind == "level") roots[[s]] else diff(roots[[s]])
  for (k in c(0, 4, 11, 12)) {
    tau <- ur.df(x, type = "drift", lags = k)@teststat[1, "tau2"]
    put("adf", s, paste(kind, k, sep = "/"), tau)
  }
  put("kpss", s, kind, ur.kpss(x, type = "mu", use.lag = floor(4 * (length(x) / 100)^0.25))@teststat)
}

# --------------------------------------------------------------- correlations

samples$available <- span("2000-01", "2010-12")
for (s in c("available", "identified")) {
  at <- samples[[s]]
  y <- diff(cpi[at])
  keep <- !(substr(names(y), 6, 7) %in% c("01", "02", "03"))
  for (v in names(money)) {
    x <- diff(money[[v]][at])
    put("correlation", s, v, cor(x, y))
    put("outside", s, v, cor(x[keep], y[keep]))
    put("with_m0", s, v, cor(x, diff(money$m0[at])))
  }
}

# --------------------------------------------------------------------- cycles

at <- span("2000-01", "2011-09")
both <- list(multiplier = money$m2[at] / money$base[at], inflation_percent = cpi[at] - 100)
average <- lapply(both, function(x) {
  y <- stats::filter(x, c(0.5, rep(1, 11), 0.5) / 12, sides = 2)
  names(y) <- at
  y <- setNames(as.numeric(y), at)
  y[!is.na(y)]
})

# Turns by the rule in words, on a data frame of turns; window 5, phase 6, cycle 15.
alternate <- function(t, x) {
  i <- 1
  while (i < nrow(t)) {
    if (t$kind[i] == t$kind[i + 1]) {
      better <- if (t$kind[i] == "peak") x[t$at[i + 1]] > x[t$at[i]] else x[t$at[i + 1]] < x[t$at[i]]
      t <- t[-(if (better) i else i + 1), ]
    } else i <- i + 1
  }
  t
}
turns_of <- function(x) {
  size <- length(x)
  kind <- sapply(seq_len(size), function(i) {
    if (i <= 6 || i > size - 6) return(NA)
    near <- x[(i - 5):(i + 5)]
    if (which.max(near) == 6) "peak" else if (which.min(near) == 6) "trough" else NA
  })
  t <- alternate(data.frame(at = which(!is.na(kind)), kind = kind[!is.na(kind)]), x)
  repeat {
    phases <- diff(t$at)
    cycles <- if (nrow(t) > 2) t$at[-(1:2)] - head(t$at, -2) else integer(0)
    if (length(phases) && min(phases) < 6) {
      i <- which.min(phases)
      t <- t[-c(i, i + 1), ]
    } else if (length(cycles) && min(cycles) < 15) {
      i <- which.min(cycles)
      high <- x[t$at[i]] < x[t$at[i + 2]]
      first_goes <- if (t$kind[i] == "peak") high else !high
      t <- t[-(if (first_goes) i else i + 2), ]
    } else return(t)
    t <- alternate(t, x)
  }
}
rises <- function(t, size) {
  s <- logical(size)
  for (i in seq_len(size)) {
    after <- which(t$at >= i)
    s[i] <- if (length(after)) t$kind[after[1]] == "peak" else t$kind[nrow(t)] == "trough"
  }
  s
}
states <- list()
for (v in names(average)) {
  t <- turns_of(average[[v]])
  for (i in seq_len(nrow(t)))
    put("turn", v, paste(t$kind[i], names(average[[v]])[t$at[i]], sep = "/"), average[[v]][t$at[i]])
  put("turns", v, "", nrow(t))
  states[[v]] <- rises(t, length(average[[v]]))
}
put("concordance", "study", "", mean(states[[1]] == states[[2]]))
put("state_correlation", "study", "", cor(states[[1]], states[[2]]))

kinds <- list(smoothed = average, diff12 = lapply(both, function(x) diff(x, lag = 12)))
for (k in names(kinds)) {
  # ccf(x, y) at lag h correlates x[t+h] with y[t]; here a positive lag has the multiplier first.
  found <- ccf(kinds[[k]]$inflation_percent, kinds[[k]]$multiplier, lag.max = 24, plot = FALSE)
  for (i in seq_along(found$lag)) put("lead", k, found$lag[i], found$acf[i])
}

write_witness("prices")
