"""The ledger of claims: what studies print, what the official figures give, and the verdict."""
