# Witness of the decompositions of M2 and of the multiplier, and of the paths with one ratio frozen.
#
# Run from the repository root: Rscript tests/witness/attribution.R [raw-data folder] [output folder]
#
# Written in amounts (C cash, D deposits, Q required and E excess reserves, M money, B base), where the
# library works with ratios. Shapley values are means over all 120 orderings of the five factors.

source("tests/witness/common.R")

# ------------------------------------------------------------------ amounts

money <- take("china/money_supply/2019-07.csv",
              c("m0", "m2", "demand_deposits", "time_deposits", "savings_deposits"))
authority <- take("china/monetary_authority/2021-01.csv", "reserve_money")
banks <- take("china/depository_corporations/2021-01.csv", "deposits_with_central_bank")
fred <- take("us/fred_md/2009-12.csv", c("M2SL", "AMBSL", "TOTRESNS"))
stock <- take("us/money_stock/2023-12.csv",
              c("CURRSL", "CURRDD", "OCDSL", "SAVINGSL", "STDSL", "REQRESNS"))

# The ratio in force on the last day of each month.
announced <- read.csv(file.path(raw, "china/reserve_requirement_ratio/single.csv"))
announced$date <- as.Date(announced$effective_date)
announced <- announced[order(announced$date), ]
month_ends <- seq(as.Date("2006-04-01"), as.Date("2009-11-01"), by = "month") - 1
stopifnot(identical(format(month_ends, "%Y-%m"), months))
in_force <- function(column)
  sapply(seq_along(month_ends), function(i)
    tail(announced[[column]][announced$date <= month_ends[i]], 1))

china <- list(C = money$m0, M = money$m2, B = authority$reserve_money,
              D = money$demand_deposits + money$time_deposits + money$savings_deposits,
              R = banks$deposits_with_central_bank)
us <- list(C = stock$CURRSL, M = fred$M2SL, B = fred$AMBSL, R = fred$TOTRESNS,
           # Demand and other checkable deposits: M1 of the table without currency, plus the rest.
           D = (stock$CURRDD - stock$CURRSL + stock$OCDSL) + stock$SAVINGSL + stock$STDSL)
cases <- list(
  china_large = c(china, list(Q = in_force("large_institutions") / 100 * china$D)),
  china_small = c(china, list(Q = in_force("small_institutions") / 100 * china$D)),
  us_reported = c(us, list(Q = stock$REQRESNS))
)
cases <- lapply(cases, function(a) { a$E <- a$R - a$Q; a })
scale <- c(china_large = 1e4, us_reported = 1e3)     # trillions

windows <- list(common = c("2008-08", "2009-10"), study_china = c("2008-09", "2009-10"),
                study_us = c("2008-03", "2009-10"), sample = c("2006-03", "2009-10"))

# ------------------------------------------------- 1. M2: multiplier and base

for (s in names(scale)) for (w in names(windows)) {
  a <- cases[[s]]; i <- match(windows[[w]], months)
  country <- sub("_.*", "", s)
  M <- a$M[i]; B <- a$B[i]
  # In amounts: what M2 would be at the new base and old multiplier, and the other way round.
  at_base <- M[1] * B[2] / B[1]
  at_multiplier <- M[2] * B[1] / B[2]
  own <- c(multiplier = at_multiplier - M[1], base = at_base - M[1],
           cross = M[2] - at_base - at_multiplier + M[1])
  # Midpoint: the mean of moving either factor first.
  middle <- c(multiplier = (at_multiplier - M[1] + M[2] - at_base) / 2,
              base = (at_base - M[1] + M[2] - at_multiplier) / 2)
  log_m <- log(M[2] / M[1]) - log(B[2] / B[1])
  same(paste("additive", s, w), sum(own), diff(M), 1e-8)
  same(paste("midpoint", s, w), sum(middle), diff(M), 1e-8)
  # The other route: weights.
  m <- M / B
  same(paste("weights", s, w), c(own, middle),
       c(B[1] * diff(m), m[1] * diff(B), diff(m) * diff(B), mean(B) * diff(m), mean(m) * diff(B)), 1e-7)
  put("log", country, paste(w, "multiplier", sep = "/"), 100 * log_m)
  put("log", country, paste(w, "base", sep = "/"), 100 * log(B[2] / B[1]))
  for (p in names(own)) put("additive", country, paste(w, p, sep = "/"), own[[p]] / scale[[s]])
  for (p in names(middle)) put("midpoint", country, paste(w, p, sep = "/"), middle[[p]] / scale[[s]])
}

# ------------------------------------------------- 2. the multiplier: Shapley

parts <- c("cash", "required", "excess", "other_deposits", "other_base")
orders <- function(x) {
  if (length(x) == 1) return(list(x))
  do.call(c, lapply(seq_along(x), function(i) lapply(orders(x[-i]), function(y) c(x[i], y))))
}
all_orders <- orders(parts)
stopifnot(length(all_orders) == 120, !anyDuplicated(sapply(all_orders, paste, collapse = " ")))

# Factors of month i: per deposit, and the shares of M2 and base that cash, deposits and reserves make up.
at <- function(a, i)
  c(cash = a$C[i] / a$D[i], required = a$Q[i] / a$D[i], excess = a$E[i] / a$D[i],
    other_deposits = a$M[i] / (a$C[i] + a$D[i]), other_base = a$B[i] / (a$C[i] + a$R[i]))
m_of <- function(f)                       # money over base for one unit of deposits
  ((1 + f[["cash"]]) * f[["other_deposits"]]) /
  ((f[["cash"]] + f[["required"]] + f[["excess"]]) * f[["other_base"]])

by_orderings <- function(value, f0, f1) {
  total <- setNames(numeric(5), parts)
  for (o in all_orders) {
    f <- f0
    for (p in o) {
      before <- value(f); f[p] <- f1[p]
      total[p] <- total[p] + value(f) - before
    }
  }
  total / 120
}
log_m <- function(f) 100 * log(m_of(f))
shapley <- function(a, i, j) {
  f0 <- at(a, i); f1 <- at(a, j)
  s <- by_orderings(log_m, f0, f1)
  same("published multiplier", m_of(f1), a$M[j] / a$B[j], 1e-10)
  same("sum of Shapley", sum(s), 100 * log((a$M[j] / a$B[j]) / (a$M[i] / a$B[i])), 1e-9)
  # Second route: shares outside the ratios are factors of a product, so their parts are their own logs.
  same("other deposits", s[["other_deposits"]], 100 * log(f1[["other_deposits"]] / f0[["other_deposits"]]), 1e-9)
  same("other base", s[["other_base"]], -100 * log(f1[["other_base"]] / f0[["other_base"]]), 1e-9)
  s
}

# ---------------------------------------------------- 3. the multiplier: LMDI

L <- function(x, y) if (x == y) x else (x - y) / (log(x) - log(y))
# ln of a sum by logarithmic mean weights, one part a component; every component must be positive.
index <- function(x0, x1) {
  stopifnot(all(x0 > 0), all(x1 > 0))
  sapply(names(x0), function(p) L(x1[[p]], x0[[p]]) / L(sum(x1), sum(x0)) * log(x1[[p]] / x0[[p]]))
}
lmdi <- function(a, i, j) {
  f0 <- at(a, i); f1 <- at(a, j)
  up <- index(c(cash = f0[["cash"]], deposits = 1), c(cash = f1[["cash"]], deposits = 1))
  down <- index(f0[1:3], f1[1:3])
  same("constant", up[["deposits"]], 0, 0)
  d <- 100 * c(cash = up[["cash"]] - down[["cash"]], required = -down[["required"]],
               excess = -down[["excess"]],
               other_deposits = log(f1[["other_deposits"]] / f0[["other_deposits"]]),
               other_base = -log(f1[["other_base"]] / f0[["other_base"]]))
  same("sum of LMDI", sum(d), 100 * log((a$M[j] / a$B[j]) / (a$M[i] / a$B[i])), 1e-9)
  d
}

for (s in names(cases)) for (w in names(windows)) {
  a <- cases[[s]]; i <- match(windows[[w]], months)
  values <- shapley(a, i[1], i[2])
  levels <- by_orderings(m_of, at(a, i[1]), at(a, i[2]))
  same("sum of Shapley in level", sum(levels), a$M[i[2]] / a$B[i[2]] - a$M[i[1]] / a$B[i[1]], 1e-10)
  divisia <- lmdi(a, i[1], i[2])
  for (p in parts) {
    put("shapley", s, paste(w, p, sep = "/"), values[[p]])
    put("shapley_ratio", s, paste(w, p, sep = "/"), levels[[p]])
    put("lmdi", s, paste(w, p, sep = "/"), divisia[[p]])
  }
}

# ------------------------------------------------------------ 4. rolling year

for (s in names(cases)) for (j in 13:n) {
  values <- shapley(cases[[s]], j - 12, j)
  for (p in parts) put("rolling", s, paste(months[j], p, sep = "/"), values[[p]])
}

# ------------------------------------------------------------- 5. frozen paths
#
# Base money is taken apart: its counted part C + R changes to C' + R', the rest in proportion.

f <- match("2008-08", months)
for (s in names(cases)) {
  a <- cases[[s]]; m <- a$M / a$B
  kept <- function(x) (x[f] / a$D[f]) * a$D          # the amount at the ratio of the frozen month
  paths <- list(
    required = m * (a$C + a$R) / (a$C + kept(a$Q) + a$E),
    excess = m * (a$C + a$R) / (a$C + a$Q + kept(a$E)),
    cash = m * (kept(a$C) + a$D) / (a$C + a$D) * (a$C + a$R) / (kept(a$C) + a$R)
  )
  for (p in names(paths)) {
    same(paste("frozen month", s, p), paths[[p]][f], m[f], 1e-12)
    by_factors <- sapply(1:n, function(i) { g <- at(a, i); g[p] <- at(a, f)[p]; m_of(g) })
    same(paste("frozen path", s, p), paths[[p]], by_factors, 1e-10)
    for (i in 1:n) put("frozen", s, paste(p, months[i], sep = "/"), paths[[p]][i])
  }
}

write_witness("attribution")
