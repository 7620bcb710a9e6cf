// Guest pages: the viewer's own time, the remembered name, the way into the client. All of them work without it.
// The attributes it goes by stand in app/src/components/guest.rs. What only the wait needs is in waiting.js,
// and the check of a device in devices.js.
const { body, documentElement: { lang } } = document;
export const $ = (selector, root = document) => root.querySelector(selector);
export const after = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

// Times: the server's words stay where the viewer's clock shows the same as the meeting's.
export function localise() {
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
    const words = say(at, { weekday: 'short', day: 'numeric', month: 'short', year });
    // As the server writes it.
    return tag.startsWith('zh') ? words.replace(/日(?=周)/, '日 ') : words;
  };
  const sameDay = (at) => at.toDateString() === dates[0].toDateString();
  times.forEach((time, i) => {
    const clock = say(dates[i], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
    const whole = `${day(dates[i])} ${clock}`;
    time.textContent = { day: day(dates[i]), moment: whole }[time.dataset.local] ?? (sameDay(dates[i]) ? clock : whole);
  });
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone.replaceAll('_', ' ');
  const offset = (at) => say(at, { timeZoneName: 'longOffset' }).split('GMT')[1] ?? '';
  document.querySelectorAll('[data-local-zone]').forEach((name) => {
    const at = name.dataset.localZone;
    name.textContent = `${zone}, UTC${offset(at ? new Date(at) : dates[0])}`;
  });
  $('[data-local-original]')?.removeAttribute('hidden');
}

// Small things that this browser remembers; some have no storage.
export const store = {
  get: (key, where = 'localStorage') => { try { return window[where].getItem(key) ?? ''; } catch { return ''; } },
  set: (key, value, where = 'localStorage') => { try { window[where].setItem(key, value); } catch { /* None. */ } },
};

// While the page stands so, its button does not send the form but keeps the wish to be let in.
export const WISHING = /^(too-early|not-begun)$/;

// The form: remembers the name on this device, and is sent once. Before the door opens it is waiting.js that hears it.
export function remember(form) {
  const [KEY, name] = ['portico-name', $('[name=name]', form)];
  name.value ||= store.get(KEY);
  form.addEventListener('change', () => store.set(KEY, name.value));
  form.addEventListener('submit', (event) => {
    if (WISHING.test(body.dataset.state)) return;
    const button = $('.button', form);
    if (button.ariaBusy) return event.preventDefault();
    button.ariaBusy = 'true';
  });
  addEventListener('pageshow', () => $('.button', form)?.removeAttribute('aria-busy'));
}

// The way into the client: tried once. No browser tells whether anything opened; but where nothing came before the
// page, nothing did, and where something came and went at once, somebody said no.
async function launch(link) {
  let gone;
  const looking = () => !document.hidden && document.hasFocus();
  const leave = () => { if (!looking()) gone = Date.now(); };
  const nothing = () => {
    if (!looking()) return;
    $('details').open = true;
    $('[data-nothing]').textContent = $('[data-nothing]').dataset.nothing;
  };
  addEventListener('blur', leave);
  document.addEventListener('visibilitychange', leave);
  addEventListener('focus', () => { if (Date.now() - gone < 8e3) after(1).then(nothing); });
  const wait = () => { gone = undefined; after(2.5).then(() => gone || nothing()); };
  link.addEventListener('click', wait);
  await after(0.3);
  // Browsers refuse what no gesture led to; the button is there.
  if (navigator.userActivation?.hasBeenActive !== false) location.assign(link.href);
  wait();
}

// What was made for this one entry is not to be found again by going back, nor made again by loading anew.
function forget() {
  history.replaceState(null, '', body.dataset.page);
  addEventListener('pagehide', () => $('main').remove());
  addEventListener('pageshow', ({ persisted }) => { if (persisted) location.replace(body.dataset.page); });
}

// Numbers and PINs to take along; needs a secure page.
function copies(button) {
  button.hidden = !navigator.clipboard;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value);
    const words = button.textContent;
    if (words === button.dataset.copied) return;
    button.textContent = button.dataset.copied;
    setTimeout(() => { button.textContent = words; }, 3000);
  });
}

// A video that does not play: said, where only a black box would be.
function plays(video) {
  const say = () => { $('[data-broken]').hidden = !video.error; };
  for (const change of ['error', 'loadedmetadata']) video.addEventListener(change, say);
  say();
}

// Whose account names no time zone gets this browser's when they sign in.
if (/^(sign-in|set-up|invite)$/.test(body.dataset.state)) {
  document.cookie = `portico-zone=${Intl.DateTimeFormat().resolvedOptions().timeZone};path=/;samesite=lax`;
}

export function begin() {
  if ($('time[data-local]')) localise();
  if ($('[data-join]')) remember($('[data-join]'));
}

begin();
document.querySelectorAll('[data-copy]').forEach(copies);
// A window that asked to be let in, and was loaded anew or sent back to wait meanwhile, still is.
const asked = store.get(`portico-wish ${body.dataset.page}`, 'sessionStorage') || $('[data-join] [name=ticket]');
if (asked || /^(too-early|not-begun|unconfirmed|vendor-silent)$/.test(body.dataset.state)) import('./waiting.js');
if (body.dataset.state === 'check') import('./devices.js');
if ($('[data-queue]')) import('./queue.js');
if (body.dataset.state === 'hand-over') forget();
if ($('[data-launch]')) launch($('[data-launch]'));
if ($('[data-broken]')) plays($('video'));
