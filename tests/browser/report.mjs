// What a check found, and how it is told: one line a check, then each finding with page, rule, place and excerpt.

/** One thing wrong: on which page, against which rule, where, and what stands there. */
export const finding = (page, rule, place = '', excerpt = '') => ({ page, rule, place, excerpt: String(excerpt).replace(/\s+/g, ' ').slice(0, 160) });

const SHOWN = 60;
const SHOWN_OF_A_RULE = 3;

/** Findings that differ in nothing but page and mode are one entry with all of them; of one rule the first few are shown. */
function grouped(findings) {
  const groups = new Map();
  const ofRule = new Map();
  let hidden = 0;
  for (const it of findings) {
    const [, rule, mode] = /^(.*?)(?: \[([^\]]*)\])?$/s.exec(it.rule);
    const key = [rule, it.place, it.excerpt].join('\0');
    if (!groups.has(key)) {
      const many = (ofRule.get(rule) ?? 0) + 1;
      ofRule.set(rule, many);
      if (many > SHOWN_OF_A_RULE) { hidden++; continue; }
      groups.set(key, { ...it, rule, pages: new Set(), modes: new Set() });
    }
    groups.get(key).pages.add(it.page);
    if (mode) groups.get(key).modes.add(mode);
  }
  return { groups: [...groups.values()], hidden };
}

function lines({ rule, place, excerpt, pages: set, modes }) {
  const pages = [...set];
  const where = pages.length > 2 ? `${pages.slice(0, 2).join(', ')} and ${pages.length - 2} more` : pages.join(', ');
  return [`       ${rule}${modes.size ? ` [${[...modes].join(', ')}]` : ''}${place ? `  at ${place}` : ''}`, `           on ${where}`, ...(excerpt ? [`           ${excerpt}`] : [])];
}

/** Prints the result of one check and gives how many of its units passed and failed. */
export function tell(name, { units, findings, note = '' }, seconds) {
  const failedPages = new Set(findings.map((it) => it.page));
  const failed = findings.length ? Math.max(1, Math.min(units, failedPages.size)) : 0;
  const passed = Math.max(0, units - failed);
  const { groups, hidden } = grouped(findings);
  console.log(`${findings.length ? 'FAIL' : 'ok  '} ${name.padEnd(11)} ${passed} of ${units}${note ? `, ${note}` : ''} (${seconds} s)`);
  groups.slice(0, SHOWN).flatMap(lines).forEach((line) => console.log(line));
  const more = hidden + Math.max(0, groups.length - SHOWN);
  if (more) console.log(`       and ${more} more`);
  return { passed, failed };
}
