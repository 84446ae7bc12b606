// What a check found, and how it is told: one line a check, then each finding with page, rule, place and excerpt.

/** One thing wrong: on which page, against which rule, where, and what stands there. */
export const finding = (page, rule, place = '', excerpt = '') => ({ page, rule, place, excerpt: String(excerpt).replace(/\s+/g, ' ').slice(0, 160) });

const SHOWN = 40;

/** Findings that differ in nothing but the page are one entry with all its pages. */
function grouped(findings) {
  const groups = new Map();
  for (const it of findings) {
    const key = [it.rule, it.place, it.excerpt].join('\0');
    if (!groups.has(key)) groups.set(key, { ...it, pages: [] });
    if (!groups.get(key).pages.includes(it.page)) groups.get(key).pages.push(it.page);
  }
  return [...groups.values()];
}

function lines({ rule, place, excerpt, pages }) {
  const where = pages.length > 2 ? `${pages.slice(0, 2).join(', ')} and ${pages.length - 2} more` : pages.join(', ');
  return [`       ${rule}${place ? `  at ${place}` : ''}`, `           on ${where}`, ...(excerpt ? [`           ${excerpt}`] : [])];
}

/** Prints the result of one check and gives how many of its units passed and failed. */
export function tell(name, { units, findings, note = '' }, seconds) {
  const failedPages = new Set(findings.map((it) => it.page));
  const failed = findings.length ? Math.max(1, Math.min(units, failedPages.size)) : 0;
  const passed = Math.max(0, units - failed);
  const groups = grouped(findings);
  console.log(`${findings.length ? 'FAIL' : 'ok  '} ${name.padEnd(11)} ${passed} of ${units}${note ? `, ${note}` : ''} (${seconds} s)`);
  groups.slice(0, SHOWN).flatMap(lines).forEach((line) => console.log(line));
  if (groups.length > SHOWN) console.log(`       and ${groups.length - SHOWN} more`);
  return { passed, failed };
}
