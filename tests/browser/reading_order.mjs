// Codes, numbers and addresses run from left to right wherever they stand: each one's letters lie in
// the order in which they are read. What of them a page from right to left shows reversed.
export const shown_reversed = (page) => page.evaluate(() => {
  const out = [];
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walk.nextNode(); node; node = walk.nextNode()) {
    if (!node.parentElement.checkVisibility()) continue;
    for (const found of node.data.matchAll(/\(?\d[\d ()-]{4,}\d|[\w.-]+@[\w.-]+|[A-Za-z]{3,}/g)) {
      const lefts = [...found[0]].map((_, n) => {
        const range = document.createRange();
        range.setStart(node, found.index + n);
        range.setEnd(node, found.index + n + 1);
        const { left, top } = range.getBoundingClientRect();
        return { left, top };
      });
      const back = lefts.some(({ left, top }, n) =>
        n > 0 && Math.abs(top - lefts[n - 1].top) < 2 && left < lefts[n - 1].left - 0.5);
      if (back) out.push(found[0]);
    }
  }
  return out;
});
