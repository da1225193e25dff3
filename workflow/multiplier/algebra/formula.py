"""A multiplier over amounts, and the same in ratios: what follows from the definitions, and its derivatives.

A study defines money, base and ratios of amounts, and prints a formula. Solving the definitions for the amounts and
dividing by one of them gives the formula that follows; the printed one is compared with it, never used to derive it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property

import sympy as sp
from sympy.printing.latex import LatexPrinter
from sympy.printing.str import StrPrinter

from multiplier.algebra.region import Region


class _ConstantFirst:
    """Sums with their number first, as the studies write them: 1 - r, not -r + 1."""

    def _as_ordered_terms(self, expr: sp.Expr, order: str | None = None) -> list[sp.Expr]:
        terms = super()._as_ordered_terms(expr, order=order)  # type: ignore[misc]
        return sorted(terms, key=lambda term: not term.is_Number)


class _Latex(_ConstantFirst, LatexPrinter):
    pass


class _Text(_ConstantFirst, StrPrinter):
    pass


def equal(left: sp.Expr, right: sp.Expr) -> bool:
    """Return whether two rational expressions are the same function."""
    return bool(sp.cancel(sp.together(left - right)) == 0)


def text(expression: sp.Expr) -> str:
    """Return an expression as a reader writes it: powers with ^, products without sign, r_d as rd."""
    return str(_Text().doprint(expression)).replace("**", "^").replace(")*(", ")(").replace("*", " ").replace("_", "")


def latex(expression: sp.Expr) -> str:
    """Return an expression as TeX; a symbol of two letters is one name, not a product."""
    names = {
        symbol: rf"\mathit{{{symbol.name}}}"
        for symbol in expression.free_symbols
        if len(symbol.name) > 1 and "_" not in symbol.name
    }
    return str(_Latex({"symbol_names": names}).doprint(expression))


def condition_text(factor: sp.Expr) -> str:
    """Return the equation that a factor is nought, its number on the right."""
    number, rest = factor.as_coeff_Add()
    return f"{text(rest)} = {text(-number)}"


def condition_latex(factor: sp.Expr) -> str:
    """As :func:`condition_text`, as TeX."""
    number, rest = factor.as_coeff_Add()
    return f"{latex(rest)} = {latex(-number)}"


def parsed(printed: str, symbols: Mapping[str, sp.Symbol], evaluate: bool = True) -> sp.Expr:
    """Return the expression of a formula in Python's syntax; unevaluated it keeps factors that cancel."""
    return sp.parse_expr(printed, local_dict=dict(symbols), evaluate=evaluate)


def printed_text(printed: str) -> str:
    """Return a formula in Python's syntax as a reader writes it."""
    return printed.replace("**", "^").replace(") * (", ")(").replace(" * ", " ").replace("_", "")


def printed_latex(printed: str, symbols: Mapping[str, sp.Symbol]) -> str:
    """Return a formula as TeX, with factors that cancel left standing."""
    whole, evaluated = (parsed(printed, symbols, evaluate=evaluate) for evaluate in (False, True))
    return latex(tidy(evaluated) if whole.free_symbols == evaluated.free_symbols else whole)


def tidy(expression: sp.Expr) -> sp.Expr:
    """Return a quotient with no sum in its numerator that begins below nought: (r - 1) becomes -(1 - r)."""
    numerator, denominator = sp.fraction(expression)
    factors = sp.Mul.make_args(numerator)
    turned = [bool(factor.is_Add and factor.as_coeff_Add()[0] < 0) for factor in factors]
    parts = [-factor if turn else factor for factor, turn in zip(factors, turned, strict=True)]
    return sp.Mul((-1) ** sum(turned), *parts, 1 / denominator)


@cache
def quotient_derivative(expression: sp.Expr, symbol: sp.Symbol) -> sp.Expr:
    """Return the derivative of N / X as a factored numerator over X^2, X as it stands."""
    _, denominator = sp.fraction(expression)
    numerator = sp.factor(sp.cancel(sp.diff(expression, symbol) * denominator**2))
    return tidy(numerator / denominator**2)


def _per_unit(amount: sp.Expr, unit: sp.Symbol) -> sp.Expr:
    """Return a sum of amounts per ``unit``, term by term, so that brackets stay where the definitions have them."""
    return sp.Add(*[sp.factor(term / unit) for term in sp.Add.make_args(amount)])


@dataclass(frozen=True)
class Formula:
    """A multiplier as a study defines and prints it.

    ``money`` and ``base`` are sums of amounts; ``ratios`` are the study's definitions, ratio -> amounts; ``unit`` is
    the amount that drops out. ``printed`` is the right-hand side in Python's syntax, ``name`` the left-hand side as
    TeX. ``region`` are the admissible ratios.
    """

    name: str
    money: sp.Expr
    base: sp.Expr
    ratios: Mapping[sp.Symbol, sp.Expr]
    unit: sp.Symbol
    printed: str = ""
    region: Region = field(default_factory=Region)
    given: tuple[sp.Symbol, ...] = ()  # ratios that are known by themselves, such as a statutory one

    @property
    def plain_name(self) -> str:
        """The left-hand side as plain text."""
        return re.sub(r"\\mathit{(\w+)}", r"\1", self.name).replace("_", "")

    @property
    def symbols(self) -> dict[str, sp.Symbol]:
        """The ratios by name."""
        return {symbol.name: symbol for symbol in (*self.ratios, *self.given)}

    def amounts(self) -> dict[sp.Symbol, sp.Expr]:
        """Return every amount as ratios times the unit: the definitions, solved."""
        unknown = sorted(
            set().union(*(definition.free_symbols for definition in self.ratios.values()))
            - {self.unit, *self.given, *self.ratios},
            key=lambda symbol: symbol.name,
        )
        (solution,) = sp.solve([symbol - definition for symbol, definition in self.ratios.items()], unknown, dict=True)
        return dict(solution)

    @cached_property
    def derived(self) -> sp.Expr:
        """Money over base in ratios, as the definitions give it.

        Raises
        ------
        ValueError
            If an amount does not drop out: the ratios do not determine the multiplier.
        """
        amounts = self.amounts()
        parts = []
        for total in (self.money, self.base):
            terms = [sp.factor(term.subs(amounts, simultaneous=True)) for term in sp.Add.make_args(total)]
            parts.append(_per_unit(sp.Add(*terms), self.unit))
        expression = parts[0] / parts[1]
        left = expression.free_symbols - set(self.ratios) - set(self.given)
        if left:
            raise ValueError(f"{self.name}: {sorted(map(str, left))} do not drop out of the formula")
        return expression

    def follows(self) -> bool:
        """Return whether the printed formula is the one that the definitions give."""
        return equal(self.as_printed(), self.derived)

    def as_printed(self) -> sp.Expr:
        """Return the printed formula."""
        return parsed(self.printed, self.symbols)

    def derivative(self, ratio: str) -> sp.Expr:
        """Return the partial derivative of the derived formula by a ratio, as :func:`quotient_derivative`."""
        return quotient_derivative(self.derived, self.symbols[ratio])

    def sign(self, ratio: str) -> str:
        """Return the sign of the partial derivative over all admissible ratios."""
        return self.region.sign(self.derivative(ratio))

    def conditions(self) -> list[sp.Expr]:
        """Return the factors of which one must vanish for the printed formula to be right; none if it is right."""
        return vanishing(self.as_printed() - self.derived)


def vanishing(difference: sp.Expr) -> list[sp.Expr]:
    """Return the factors of a difference that can be nought where no symbol is negative; none if it is nought itself.

    A factor of which no term is negative and one is constant cannot; the sign of the others is that of most terms.
    """
    numerator = sp.fraction(sp.cancel(sp.together(difference)))[0]
    found = []
    for factor, _ in sp.factor_list(numerator)[1]:
        terms = sp.Add.make_args(factor)
        negative = sum(bool(term.could_extract_minus_sign()) for term in terms)
        positive = -factor if 2 * negative > len(terms) else factor
        if positive.as_coeff_Add()[0] <= 0 or 0 < negative < len(terms):
            found.append(positive)
    return found
