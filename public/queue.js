// The queue: counts down, and goes in by itself when it is one's turn. A second early, which the server waits out,
// so that the way there costs nothing; and once, for a place is good for one try. guest.js loads it where there is
// a queue; the attributes it goes by stand in app/src/components/guest.rs.
import { $, after } from './guest.js';

const form = $('[data-queue]');
const say = $('[data-say]', form);
// Counted from the moment of the answer: neither a slow page nor a wrong clock costs the place.
const { responseStart = 0 } = performance.getEntriesByType('navigation')[0] ?? {};
const left = () => form.dataset.wait - (Date.now() - performance.timeOrigin - responseStart) / 1000;
const button = $('.button', form);

form.addEventListener('submit', (event) => {
  if (button.ariaBusy) return event.preventDefault();
  button.ariaBusy = 'true';
});
addEventListener('pageshow', () => button.removeAttribute('aria-busy'));

function go() {
  if (form.isConnected && !button.ariaBusy) form.requestSubmit();
}

let before = 0;
function tick() {
  if (left() <= 1) go();
  const now = Math.max(0, Math.ceil(left()));
  const parts = [now / 60, now % 60].map((part) => String(Math.floor(part)).padStart(2, '0'));
  $('.countdown-value', form).textContent = parts.join(':');
  if (before > 300 && now <= 300) say.textContent = say.dataset.five;
  if (before > 60 && now <= 60) say.textContent = say.dataset.one;
  before = now;
  if (now > 0) setTimeout(tick, 1000 - Date.now() % 1000);
}

tick();
// Ticks come late in a tab that nobody looks at; this one does not.
after(left() - 1).then(go);
