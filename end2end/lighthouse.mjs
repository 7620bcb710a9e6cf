// How a page does under Lighthouse's mobile preset: a slow telephone on a slow network, as it simulates them.
//
//   node end2end/lighthouse.mjs ADDRESS [RUNS]      the median of so many runs, 3 unless told otherwise
import { launch } from 'chrome-launcher';
import lighthouse from 'lighthouse';

const [address, runs = '3'] = process.argv.slice(2);
if (!address) {
  console.error('lighthouse: an address is needed');
  process.exit(2);
}

const chrome = await launch({
  chromePath: process.env.PORTICO_CHROMIUM ?? '/usr/bin/chromium',
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
  logLevel: 'silent',
});

const middle = (numbers) => numbers.sort((a, b) => a - b)[Math.floor(numbers.length / 2)];

try {
  const found = [];
  for (let run = 0; run < Number(runs); run += 1) {
    const result = await lighthouse(address, {
      port: chrome.port,
      logLevel: 'error',
      output: 'json',
      onlyCategories: ['performance', 'accessibility'],
    });
    if (!result || result.lhr.runtimeError) throw new Error(result?.lhr.runtimeError?.message ?? 'no result');
    found.push(result.lhr);
  }
  const score = (category) => Math.round(100 * middle(found.map(({ categories }) => categories[category].score ?? 0)));
  const seconds = (audit) => (middle(found.map(({ audits }) => audits[audit].numericValue ?? 0)) / 1000).toFixed(2);
  const row = (name, value, limit) => console.log(`${name.padEnd(52)} ${String(value).padStart(12)}   ${limit}`);
  row('performance', score('performance'), '[100]');
  row('accessibility', score('accessibility'), '[100]');
  row('first contentful paint', `${seconds('first-contentful-paint')} s`, '[1.0 s]');
  row('largest contentful paint', `${seconds('largest-contentful-paint')} s`, '');
  row('total blocking time', `${seconds('total-blocking-time')} s`, '');
  // What keeps a score from being whole, so that nobody has to look for it.
  const last = found[found.length - 1];
  for (const [name, category] of Object.entries(last.categories)) {
    for (const { id, weight } of category.auditRefs) {
      const { score, title, displayValue = '' } = last.audits[id];
      if (weight > 0 && score !== null && score < 1) console.log(`  ${name}: ${title} ${displayValue} (${score})`);
    }
  }
} finally {
  await chrome.kill();
}
