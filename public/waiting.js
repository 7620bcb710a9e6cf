// The wait at the door: counts down, hears when something changed, and lets in whoever asked for it.
import { $, WISHING, after, begin, localise, store } from './guest.js';
const { body } = document;
const WAITING = /^(too-early|not-begun|unconfirmed|vendor-silent)$/;

// Counted from the moment of loading, so that a wrong clock does no harm.
let opens;
const left = () => (opens - Date.now()) / 1000;
const announce = (key) => { const say = $('[data-say]'); if (say) say.textContent = say.dataset[key] ?? ''; };

function count() {
  const box = $('[data-left]');
  if (!box) return;
  opens = Date.now() + box.dataset.left * 1000;
  let before = 0;
  const tick = () => {
    if (!box.isConnected) return;
    const now = Math.max(0, Math.ceil(left()));
    const parts = [now / 3600, now / 60 % 60, now % 60].map((part) => String(Math.floor(part)).padStart(2, '0'));
    if (now < 86400) $('.countdown-value', box).textContent = parts.slice(now < 3600).join(':');
    if (before > 300 && now <= 300) announce('five');
    if (before > 60 && now <= 60) announce('one');
    before = now;
    setTimeout(tick, 1000 - Date.now() % 1000);
  };
  tick();
}

// Who asked to be let in is, once the door opens: also after a reload, but only in this window.
const WISH = `portico-wish ${body.dataset.page}`;
// Whoever was sent back to wait had asked: the ticket says so.
let wished = Boolean($('[data-join] [name=ticket]'));

function wish(on) {
  wished = on;
  store.set(WISH, on ? 'yes' : '', 'sessionStorage');
  const button = $('[data-wish]');
  if (!button) return;
  button.ariaPressed = String(on);
  const note = $('[data-wished]');
  note.textContent = on ? note.dataset.wished : '';
}

/** Sends the form of whoever asked for it; a wish is granted once. */
function enter() {
  const form = $('[data-join]');
  const wanted = wished || store.get(WISH, 'sessionStorage');
  if (body.dataset.state !== 'open' || !wanted || !form?.checkValidity()) return;
  wish(false);
  form.requestSubmit();
}

function askToBeLetIn() {
  const form = $('[data-join]');
  if (!$('[data-wish]', form ?? body)) return;
  form.addEventListener('submit', (event) => {
    if (!WISHING.test(body.dataset.state)) return;
    event.preventDefault();
    // Enter in a field asks, the button asks and takes back.
    const typing = document.activeElement?.matches('input:not([type=checkbox])');
    const ready = form.checkValidity();
    if (!ready) form.reportValidity();
    wish(ready && (typing || !wished));
  });
  form.addEventListener('input', () => { if (wished && !form.checkValidity()) wish(false); });
  if ((wished || store.get(WISH, 'sessionStorage')) && form.checkValidity()) wish(true);
}

// A sound when the door opens. Browsers make none before somebody has touched the page.
const SOUND = 'portico-sound';
let audio;
const wake = () => { audio ??= new AudioContext(); };

function offerSound() {
  const label = $('[data-sound]');
  if (!label || !window.AudioContext) return;
  const box = $('input', label);
  label.hidden = false;
  box.checked = store.get(SOUND) === 'yes';
  box.addEventListener('change', () => {
    store.set(SOUND, box.checked ? 'yes' : '');
    if (box.checked) chime();
  });
  if (box.checked) for (const gesture of ['pointerdown', 'keydown']) addEventListener(gesture, wake, { once: true });
}

/** Two short tones, the second higher. */
async function chime() {
  wake();
  await Promise.race([audio.resume(), after(0.3)]);
  if (audio.state !== 'running') return;
  for (const [begins, pitch] of [[0, 659], [0.18, 880]]) {
    const [tone, volume] = [audio.createOscillator(), audio.createGain()];
    const from = audio.currentTime + begins;
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, from);
    volume.gain.linearRampToValueAtTime(0.2, from + 0.02);
    volume.gain.linearRampToValueAtTime(0, from + 0.3);
    tone.connect(volume).connect(audio.destination);
    tone.start(from);
    tone.stop(from + 0.3);
  }
  await after(0.5);
}

// The stream says when something changed, and every 20 s that it lives. Where a proxy holds it back, or lets it hang,
// the page looks more often by itself; never everyone at once.
const ALIVE = 45e3;
let [stream, asked, heard, nudge] = [undefined, -Infinity, -Infinity, () => {}];

function listen() {
  stream?.close();
  asked = Date.now();
  stream = new EventSource(`${body.dataset.page}/events`);
  stream.addEventListener('waiting', () => { heard = Date.now(); });
  stream.addEventListener('changed', () => { heard = Date.now(); nudge(); });
}

/** Seconds until the page looks by itself. */
function pause(chance) {
  const seldom = Date.now() - heard < ALIVE ? 60 : 15;
  if (body.dataset.state === 'not-begun') return seldom + chance * 15;
  if (!(left() > 0)) return 5 + chance * 10;
  return Math.min(left() + 0.5 + chance * 2.5, seldom + chance * 15);
}

async function watch() {
  while (WAITING.test(body.dataset.state)) {
    // One that stays silent is given up and tried anew.
    if (Date.now() - Math.max(heard, asked) > ALIVE) listen();
    const chance = Math.random();
    const nudged = new Promise((done) => { nudge = done; });
    await Promise.race([nudged.then(() => after(chance)), after(pause(chance))]);
    try {
      const headers = { accept: 'text/html' };
      const answer = await fetch(body.dataset.page, { headers, signal: AbortSignal.timeout(15e3) });
      await become(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch { /* The network is gone for a moment; it is asked again. */ }
  }
  stream?.close();
}

/** Says in the title what a tab in the background cannot show. */
function retitle(title) {
  const say = $('[data-say]')?.dataset.open;
  document.title = document.hidden && say ? `● ${say}` : title;
  document.addEventListener('visibilitychange', () => { document.title = title; }, { once: true });
}

/** Goes on as the page that the server shows now, with what was typed. */
async function become(page) {
  const { state } = page.body.dataset;
  // Not this meeting's page: the server has too much to do, or could not look it up.
  if (!state || /^(message|unknown)$/.test(state)) return;
  const replace = (selector) => $(selector)?.replaceWith($(selector, page) ?? '');
  const before = body.dataset.state;
  if (state === before) {
    replace('.invitation');
    replace('.when');
    localise();
    opens = Date.now() + $('[data-left]', page)?.dataset.left * 1000;
    return;
  }
  const loud = state === 'open' && $('[data-say]')?.dataset.open && $('[data-sound] input')?.checked;
  body.dataset.state = state;
  if (state === 'open') retitle(page.title); else document.title = page.title;
  if (WISHING.test(before) && state === 'open') openDoor(replace);
  else turnPage(replace);
  if (loud) await chime();
  enter();
}

/** The button in the place of the countdown, or of what was waited for; what stands below does not move. */
function openDoor(replace) {
  const [action, held] = [$('.guest-action'), $('.guest-action').contains(document.activeElement)];
  const room = action.offsetHeight;
  replace('.guest-action');
  replace('.guest-notice');
  $('.guest-action').style.minBlockSize = `${room}px`;
  if (held) $('.guest-action .button').focus();
  announce('open');
}

/** Another page, with what was typed. */
function turnPage(replace) {
  const typed = [...document.querySelectorAll('[data-join] input[name]')].map(({ name, value }) => [name, value]);
  // It stands for the passcode, which need not be typed again.
  const ticket = $('[data-join] [name=ticket]');
  replace('main');
  const form = $('[data-join]');
  if (ticket && form) {
    $('.passcode', form)?.remove();
    form.append(ticket);
  }
  for (const [name, value] of typed) {
    const input = $(`[data-join] [name="${name}"]`);
    if (input) input.value = value;
  }
  begin();
  start();
}

function start() {
  count();
  askToBeLetIn();
  offerSound();
}

start();
enter();
watch();
// A device that slept, or was without a network, has missed what the stream said.
addEventListener('online', () => nudge());
document.addEventListener('visibilitychange', () => { if (!document.hidden) nudge(); });
