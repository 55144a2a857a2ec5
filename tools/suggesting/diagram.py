"""The reliability diagram as SVG."""

from __future__ import annotations

import math


def diagram(bins: list[tuple[float, float, int]]) -> str:
    """Draw the reliability diagram as SVG: scores against what was right, the diagonal as the aim."""

    def at(x: float, y: float) -> tuple[float, float]:
        return round(60 + 320 * x, 1), round(340 - 320 * y, 1)

    grid = "".join(
        f'<line x1="{at(i / 5, 0)[0]}" y1="{at(0, 0)[1]}" x2="{at(i / 5, 0)[0]}" y2="{at(0, 1)[1]}" stroke="#ddd"/>'
        f'<line x1="{at(0, 0)[0]}" y1="{at(0, i / 5)[1]}" x2="{at(1, 0)[0]}" y2="{at(0, i / 5)[1]}" stroke="#ddd"/>'
        f'<text x="{at(i / 5, 0)[0]}" y="360" text-anchor="middle">{i / 5:.1f}</text><text x="50" y="{at(0, i / 5)[1] + 4}" text-anchor="end">{i / 5:.1f}</text>'
        for i in range(6)
    )
    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    marks = "".join(
        f'<circle cx="{at(x, y)[0]}" cy="{at(x, y)[1]}" r="{2 + math.log10(n) * 1.8:.1f}" fill="#1f5fa8"><title>{n} suggestions: score {x:.2f}, right {y:.2f}</title></circle>'
        for x, y, n in bins
    )
    line = " ".join(f"{at(x, y)[0]},{at(x, y)[1]}" for x, y, _ in bins)
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 400" font-family="sans-serif" font-size="12" role="img" '
        'aria-label="Reliability of scores on hospitals kept aside">'
        f'<rect width="400" height="400" fill="#fff"/>{grid}<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#999" stroke-dasharray="4"/>'
        f'<polyline points="{line}" fill="none" stroke="#1f5fa8"/>{marks}'
        '<text x="220" y="385" text-anchor="middle">score</text>'
        '<text x="18" y="180" text-anchor="middle" transform="rotate(-90 18 180)">share that is right</text></svg>\n'
    )
