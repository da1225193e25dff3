# Witness of the American multiplier by concept of base money: lowest and highest value over all vintages.
#
# Run from the repository root: Rscript tests/witness/bases.R [raw-data folder] [output folder]

source("tests/witness/common.R")

at <- c("2008-03", "2008-08", "2009-10")
found <- list()                                  # definition -> one column a vintage, one row a month
note <- function(definition, value) {
  stopifnot(length(value) == 3)
  found[[definition]] <<- cbind(found[[definition]], value)
}
table_of <- function(file) {
  d <- read.csv(file, colClasses = c(month = "character"))
  d[match(at, d$month), ]
}

for (file in sort(list.files(file.path(raw, "us/fred_md"), pattern = "csv$", full.names = TRUE))) {
  d <- table_of(file)
  for (base in c("AMBSL", "BOGMBASE")) if (base %in% names(d)) {
    scale <- if (base == "BOGMBASE") 1000 else 1  # the Board's base is in millions
    note(paste("M2SL over", base), as.numeric(d$M2SL) / (as.numeric(d[[base]]) / scale))
  }
}
stock <- table_of(file.path(raw, "us/money_stock/2023-12.csv"))
for (money in c("M2SL", "M2NS")) for (base in c("AMBSL", "AMBNS", "BOGMBASE", "BOGAMBSL", "BOGUMBNS"))
  note(paste(money, "over", base), stock[[money]] / (stock[[base]] / if (base == "BOGMBASE") 1000 else 1))

printed <- c("2008-03" = 8.90, "2009-10" = 4.44)
for (definition in sort(names(found))) for (i in seq_along(at)) {
  x <- found[[definition]][i, ]; x <- x[!is.na(x)]
  if (!length(x)) next
  put("low", definition, at[i], min(x))
  put("high", definition, at[i], max(x))
  different <- unique(signif(x, 6))
  put("values", definition, at[i], length(different))
  if (at[i] %in% names(printed))
    put("matches", definition, at[i], sum(round(different, 2) == printed[[at[i]]]))
}

write_witness("bases")
