// Guest pages: the viewer's own time, the wait at the door, the remembered name, the way into the client.
// All of them work without it. The attributes it goes by stand in app/src/components/guest.rs.
const { body, documentElement: { lang } } = document;
const $ = (selector, root = document) => root.querySelector(selector);
const after = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

// Times: the server's words stay where the viewer's clock shows the same as the meeting's.
function localise() {
  const times = [...document.querySelectorAll('time[data-local]')];
  const dates = times.map((time) => new Date(time.dateTime));
  const local = (at) => new Date(at - at.getTimezoneOffset() * 6e4).toISOString().slice(0, 16);
  if (times.every((time, i) => time.dateTime.startsWith(local(dates[i])))) return;
  const tag = lang === 'en' ? 'en-GB' : lang;
  const say = (at, options) => new Intl.DateTimeFormat(tag, options).format(at);
  const day = (at) => {
    const now = new Date();
    const away = Math.round((new Date(at).setHours(0, 0, 0, 0) - new Date(now).setHours(0, 0, 0, 0)) / 864e5);
    if (Math.abs(away) < 2) return new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }).format(away, 'day');
    const year = at.getFullYear() === now.getFullYear() ? undefined : 'numeric';
    return say(at, { weekday: 'short', day: 'numeric', month: 'short', year });
  };
  const sameDay = (at) => at.toDateString() === dates[0].toDateString();
  times.forEach((time, i) => {
    const clock = say(dates[i], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const words = sameDay(dates[i]) ? clock : `${day(dates[i])} ${clock}`;
    time.textContent = time.dataset.local === 'day' ? day(dates[i]) : words;
  });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll('_', ' ');
  const offset = say(dates[0], { timeZoneName: 'longOffset' }).split('GMT')[1] ?? '';
  $('[data-local-zone]').textContent = `${zone}, UTC${offset}`;
  $('[data-local-original]').hidden = false;
}

// The wait: counted from the moment of loading, so that a wrong clock does no harm.
let opens;
const left = () => (opens - Date.now()) / 1000;
const announce = (key) => $('[data-say]').textContent = $('[data-say]').dataset[key];

function count() {
  const box = $('[data-left]');
  if (!box) return;
  opens = Date.now() + box.dataset.left * 1000;
  $('[data-wait]').hidden = false;
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

// Looks again when the server says that something changed, and now and then where a proxy swallows what it
// says; never everyone at once.
async function watch() {
  const waiting = () => /^(too-early|unconfirmed)$/.test(body.dataset.state);
  if (!waiting()) return;
  const nudges = new EventSource(`${body.dataset.page}/events`);
  while (waiting()) {
    const chance = Math.random();
    const nudged = new Promise((done) => nudges.addEventListener('changed', done, { once: true }));
    await Promise.race([
      nudged.then(() => after(chance)),
      after(left() > 0 ? Math.min(left() + 0.5 + chance * 2.5, 60 + chance * 15) : 5 + chance * 10),
    ]);
    try {
      const answer = await fetch(body.dataset.page, { headers: { accept: 'text/html' } });
      become(new DOMParser().parseFromString(await answer.text(), 'text/html'));
    } catch { /* The network is gone for a moment; it is asked again. */ }
  }
  nudges.close();
}

function become(page) {
  const { state } = page.body.dataset;
  // Not this meeting's page: the server has too much to do, or could not look it up.
  if (!state || /^(message|unknown)$/.test(state)) return;
  const replace = (selector) => $(selector)?.replaceWith($(selector, page) ?? '');
  const [form, wish] = [$('[data-join]'), $('[data-wait] input')?.checked];
  if (state === body.dataset.state) {
    replace('.when');
    localise();
    opens = Date.now() + $('[data-left]', page)?.dataset.left * 1000;
    return;
  }
  body.dataset.state = state;
  document.title = page.title;
  if (state !== 'open' || !form) {
    replace('main');
    return begin();
  }
  replace('.guest-action');
  announce('open');
  if (wish && form.checkValidity()) form.requestSubmit();
}

// The form: remembers the name on this device, and is sent once.
function remember(form) {
  const [KEY, name] = ['portico-name', $('[name=name]', form)];
  try { name.value ||= localStorage.getItem(KEY) ?? ''; } catch { /* No storage here. */ }
  form.addEventListener('change', () => { try { localStorage.setItem(KEY, name.value); } catch { /* As above. */ } });
  form.addEventListener('submit', (event) => {
    const [button, wish] = [$('.button', form), $('[data-wait] input', form)];
    if (wish) wish.checked = true;
    if (wish || button.ariaBusy) return event.preventDefault();
    button.ariaBusy = 'true';
  });
  addEventListener('pageshow', () => $('.button', form)?.removeAttribute('aria-busy'));
}

// The way into the client: tried once; if the page is still looked at, the help unfolds.
async function launch(link) {
  const help = () => after(2.5).then(() => { if (!document.hidden && document.hasFocus()) $('details').open = true; });
  link.addEventListener('click', help);
  await after(0.3);
  // Browsers refuse what no gesture led to; the button is there.
  if (navigator.userActivation?.hasBeenActive !== false) location.assign(link.href);
  help();
}

// Numbers and PINs to take along; needs a secure page.
function copies(button) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    button.textContent = button.dataset.copied;
  });
}

function begin() {
  if ($('.when')) localise();
  count();
  if ($('[data-join]')) remember($('[data-join]'));
}

begin();
watch();
document.querySelectorAll('[data-copy]').forEach(copies);
if ($('[data-launch]')) launch($('[data-launch]'));
