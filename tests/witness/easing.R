# Witness of the event study, of assets over output, of the programmes' holdings and of money in the crisis.
#
# Run from the repository root: Rscript tests/witness/easing.R [raw-data folder] [output folder]
#
# Written with loops over dates and with match() on the raw files. The distribution over random days is
# enumerated where a programme has one or two events, and otherwise drawn by R's own sample().

source("tests/witness/common.R")

dated <- function(file) read.csv(file.path(raw, file), colClasses = c(date = "character"))

# ----------------------------------------------------- 1. changes of yields

yields <- dated("us/treasury_yields/2017-01.csv")
events <- dated("us/policy_events/single.csv")
series <- setdiff(names(yields), c("date", "DFF"))
real <- c("DFII5", "DFII10", "T5YIE", "T10YIE")
new_method <- "2008-12-01"                            # first day of the real yields' new curve

change <- function(day, name, after) {
  i <- match(day, yields$date)
  stopifnot(!is.na(i))
  from <- yields$date[i - 1]; to <- yields$date[i + after]
  if (name %in% real && from < new_method && to >= new_method) return(NA)
  100 * (yields[i + after, name] - yields[i - 1, name])
}
windows <- c(one_day = 0, two_day = 1)
programmes <- list(QE1 = "QE1", QE2 = "QE2", QE3 = "QE3", TAPER = "TAPER", QE = c("QE1", "QE2", "QE3"))
for (w in names(windows)) for (s in series) {
  for (d in events$date) {
    x <- change(d, s, windows[[w]])
    if (!is.na(x)) put("change", d, paste(w, s, sep = "/"), x)
  }
  for (p in names(programmes)) {
    days <- events$date[events$programme %in% programmes[[p]] & events$in_event_set == "yes"]
    x <- sapply(days, change, s, windows[[w]])
    put("sum", p, paste(w, s, sep = "/"), sum(x[!is.na(x)]))
    put("events", p, paste(w, s, sep = "/"), sum(!is.na(x)))
  }
}

# ------------------------------------------------------- 2. random days

at <- match(events$date, yields$date)
near <- function(p, margin = 125) {
  own <- at[events$programme == p]
  places <- (min(own) - margin):(max(own) + margin)
  places[sapply(places, function(i) min(abs(i - at)) >= 2)]
}
moves <- function(places, name) 100 * (yields[places + 1, name] - yields[places - 1, name])
ten <- function(p) {
  days <- at[events$programme == p & events$in_event_set == "yes"]
  sum(moves(days, "DGS10"))
}
two_sided <- function(random, observed) mean(abs(random) >= abs(observed) - 1e-6)

# One event (QE2 without its largest): all days. Two events: all pairs two or more days apart.
pool <- near("QE2")
m <- moves(pool, "DGS10")
days <- at[events$programme == "QE2" & events$in_event_set == "yes"]
alone <- days[which.min(abs(moves(days, "DGS10")))]
put("pool", "QE2", "size", length(pool))
put("pvalue_exact", "QE2_without_largest", "DGS10", two_sided(m, moves(alone, "DGS10")))
for (s in c("DGS2", "DGS10", "DGS30")) {
  m <- moves(pool, s)
  pairs <- outer(m, m, "+")[abs(outer(pool, pool, "-")) >= 2]
  put("pvalue_exact", "QE2", s, two_sided(pairs, sum(moves(days, s))))
}
# More events: drawn, sets with an overlap thrown away.
set.seed(20100701)
draws <- 100000
for (p in c("QE1", "QE3", "TAPER")) {
  pool <- near(p)
  count <- sum(events$programme == p & events$in_event_set == "yes")
  chosen <- matrix(sample(pool, draws * count, replace = TRUE), draws, count)
  apart <- apply(chosen, 1, function(x) min(diff(sort(x))) >= 2)
  m <- yields$DGS10
  sums <- rowSums(matrix(100 * (m[chosen[apart, ] + 1] - m[chosen[apart, ] - 1]), ncol = count))
  put("pool", p, "size", length(pool))
  put("pvalue_drawn", p, "DGS10", two_sided(sums, ten(p)))
  put("pvalue_draws", p, "DGS10", length(sums))
}

# ------------------------------------------------- 3. assets over output

fed <- dated("us/federal_reserve_assets/2022-03.csv")
boj <- read.csv(file.path(raw, "world/boj_assets/single.csv"))
gdp <- read.csv(file.path(raw, "world/nominal_gdp/single.csv"))
for (i in which(!is.na(gdp$japan_gdp))) {
  q <- gdp$quarter[i]
  end <- paste0(substr(q, 1, 4), "-", c("03", "06", "09", "12")[as.integer(substr(q, 6, 6))])
  own <- tail(fed$total_assets[substr(fed$date, 1, 7) == end], 1)
  put("percent", "federal_reserve", q, 100 * own / 1000 / gdp$us_gdp[i])
  put("percent", "boj", q, 100 * boj$total_assets[boj$month == end] / 10 / gdp$japan_gdp[i])
}

# ------------------------------------------------------ 4. holdings

held <- function(day, column) fed[max(which(fed$date <= day)), column] / 1000
put("holdings", "QE3", "treasury_securities", held("2014-10-29", "treasury_securities") - held("2012-12-12", "treasury_securities"))
put("holdings", "QE3", "mortgage_backed_securities",
    held("2014-10-29", "mortgage_backed_securities") - held("2012-09-13", "mortgage_backed_securities"))
# The kink: the regression with the least squares, week by week; its week of the year as days since 1970.
kink <- function(column, first, before) {
  part <- fed[fed$date >= first & fed$date < before, ]
  t <- seq_len(nrow(part)); y <- part[[column]] / 1000
  errors <- sapply(3:(nrow(part) - 2), function(k) sum(residuals(lm(y ~ t + pmax(t - k, 0)))^2))
  as.numeric(as.Date(part$date[which.min(errors) + 2]))
}
put("kink", "QE1", "mortgage_backed_securities", kink("mortgage_backed_securities", "2009-03-18", "2010-08-10"))
put("kink", "QE2", "treasury_securities", kink("treasury_securities", "2010-11-03", "2012-08-31"))

# -------------------------------------------------- 5. money in the crisis

of <- function(file, column, month) {
  d <- read.csv(file.path(raw, file), colClasses = c(month = "character"))
  d[[column]][match(month, d$month)]
}
span <- c("2007-03", "2009-06")
fred <- "us/fred_md/2009-12.csv"
m1 <- of(fred, "M1SL", span); m2 <- of(fred, "M2SL", span); base <- of(fred, "AMBSL", span)
rise <- function(x) 100 * (x[2] / x[1] - 1)
put("growth", "us", "m1", rise(m1)); put("growth", "us", "m2", rise(m2)); put("growth", "us", "base", rise(base))
put("growth", "us", "multiplier", rise(m2 / base))
put("growth", "euro_area", "m3", rise(of("world/euro_area_m3/single.csv", "m3", span)))
ecb <- dated("world/ecb_assets/single.csv")
last <- sapply(span, function(month) tail(ecb$total_assets[substr(ecb$date, 1, 7) == month], 1))
put("growth", "euro_area", "ecb_assets", rise(last))

# ------------------------------------------------------------ 6. timing

two_weeks <- dated("us/adjusted_base_biweekly/2018-07.csv")
until <- function(day) two_weeks$BASE[max(which(two_weeks$date < day))]
start <- tail(two_weeks$BASE[substr(two_weeks$date, 1, 7) == "2008-08"], 1)
end <- tail(two_weeks$BASE[substr(two_weeks$date, 1, 7) == "2009-10"], 1)
for (d in c("2008-10-09", "2008-11-25", "2009-03-18"))
  put("share", "biweekly base", d, 100 * log(until(d) / start) / log(end / start))

write_witness("easing")
