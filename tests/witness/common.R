# What the witness scripts share: the series, rebuilt from the raw files without the Python library, and
# how numbers are collected and written.
#
# Every number is computed along at least two routes where that is possible (a packaged function and a
# formula written out in the script); a script stops if the routes disagree.

options(warn = 2, digits = 15, OutDec = ".")
invisible(Sys.setlocale("LC_ALL", "C"))
suppressWarnings(suppressMessages({
  library(urca); library(tseries); library(forecast); library(lmtest)
}))

args <- commandArgs(trailingOnly = TRUE)
raw <- if (length(args) >= 1) args[1] else "data/raw"
out <- if (length(args) >= 2) args[2] else "tests/witness"

same <- function(what, a, b, tol) {
  d <- max(abs(a - b))
  if (!is.finite(d) || d > tol)
    stop(sprintf("%s: two routes differ by %g (allowed %g)", what, d, tol))
  invisible(d)
}

# The covariance of Newey and West (1987), Bartlett weights, times n / (n - k), written out.
newey_west_covariance <- function(X, u, lags) {
  n <- nrow(X); k <- ncol(X)
  s <- crossprod(X * u)
  for (l in seq_len(lags)) {
    gamma <- crossprod((X * u)[(l + 1):n, , drop = FALSE], (X * u)[1:(n - l), , drop = FALSE])
    s <- s + (1 - l / (lags + 1)) * (gamma + t(gamma))
  }
  bread <- solve(crossprod(X))
  bread %*% s %*% bread * n / (n - k)
}

# ---------------------------------------------------------------- the series

months <- format(seq(as.Date("2006-03-01"), as.Date("2009-10-01"), by = "month"),
                 "%Y-%m")
n <- length(months)
stopifnot(n == 44)

# Figures that data/corrections.csv replaces, as the cleaning stage does.
fixes <- read.csv(file.path(dirname(raw), "corrections.csv"), colClasses = c(first = "character"))
fixes <- fixes[fixes$action == "replace", ]

take <- function(file, columns) {
  d <- read.csv(file.path(raw, file), colClasses = c(month = "character"))
  for (i in which(fixes$file == file)) {
    at <- match(fixes$first[i], d$month)
    same("corrected cell", d[at, fixes$column[i]], fixes$expected[i], 0.005)
    d[at, fixes$column[i]] <- fixes$value[i]
  }
  stopifnot(!anyDuplicated(d$month))
  d <- d[match(months, d$month), columns, drop = FALSE]
  stopifnot(all(sapply(d, is.numeric)), !anyNA(d))
  d
}
money <- take("china/money_supply/2019-07.csv",
              c("m0", "m2", "demand_deposits", "savings_deposits"))
bank <- take("china/monetary_authority/2021-01.csv", "reserve_money")
us <- take("us/fred_md/2009-12.csv", c("M2SL", "AMBSL"))

level <- list(
  china_m = money$m2 / bank$reserve_money,
  china_c = money$m0 / money$demand_deposits,
  china_s = money$savings_deposits / money$demand_deposits,
  us_m    = us$M2SL / us$AMBSL
)
w <- lapply(level, function(x) x[13:n] - x[1:(n - 12)])
stopifnot(length(w$china_m) == 32)

# ---------------------------------------------------------------- the output

rows <- list()
put <- function(quantity, series, detail, value) {
  stopifnot(length(value) == 1, is.finite(value))
  rows[[length(rows) + 1]] <<-
    sprintf("%s,%s,%s,%.12g", quantity, series, detail, value)
}

write_lines <- function(lines, name) {
  con <- file(file.path(out, name), "wb")     # LF line ends everywhere
  writeLines(lines, con, sep = "\n")
  close(con)
}
# To be called last: writes <name>.csv with all numbers, and the versions of R and its packages.
write_witness <- function(name) {
  lines <- unlist(rows)
  stopifnot(!anyDuplicated(sub(",[^,]*$", "", lines)))
  write_lines(c("quantity,series,detail,value", lines), paste0(name, ".csv"))
  packages <- c("urca", "tseries", "forecast", "lmtest")
  write_lines(c("name,version",
                paste0("R,", R.version$major, ".", R.version$minor),
                paste0(packages, ",", sapply(packages, function(p)
                  as.character(packageDescription(p)$Version)))),
              "versions.csv")
  cat(sprintf("%s: %d numbers written\n", name, length(lines)))
}
