# Formulas that the studies print, decided by algebra.
