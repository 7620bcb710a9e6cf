// The check of a device: connection, camera, microphone. Nothing is recorded; picture and sound stay in this page.
import { $ } from './guest.js';

const [start, stop, picture, level] = ['[data-start]', '[data-stop]', '[data-picture]', '[data-level]'].map((one) => $(one));
const field = (part) => $(`[data-choice=${part}]`);
const now = () => performance.now();

function say(part, key, number) {
  const said = $(`[data-said=${part}]`);
  const text = said.dataset[key].replace('%', number);
  if (said.textContent !== text) said.textContent = text;
}

// The connection: the middle of five answers, after one that only opens the line.
const [TRIES, LONGEST, SLOW] = [5, 5e3, 300];

async function timed() {
  const began = now();
  await fetch('/check/answer', { cache: 'no-store', signal: AbortSignal.timeout(LONGEST) });
  return now() - began;
}

async function network() {
  if (!navigator.onLine) return say('network', 'offline');
  say('network', 'asking');
  try {
    await timed();
    const times = [];
    while (times.length < TRIES) times.push(await timed());
    const middle = Math.max(1, Math.round(times.sort((a, b) => a - b)[Math.floor(TRIES / 2)]));
    say('network', middle > SLOW ? 'slow' : 'good', middle);
  } catch {
    say('network', navigator.onLine ? 'silent' : 'offline');
  }
}

// Camera and microphone: asked for one after the other, so that one works without the other.
const PARTS = {
  camera: { kind: 'videoinput', wants: 'video', show: showPicture, hide: hidePicture },
  microphone: { kind: 'audioinput', wants: 'audio', show: showLevel, hide: hideLevel },
};
const REASONS = { NotAllowedError: 'denied', SecurityError: 'denied', NotFoundError: 'missing', OverconstrainedError: 'missing' };
const streams = {};
// Counts the starts, so that a device that arrives after the stop is released at once.
let run = 0;

function release(part) {
  const tracks = streams[part]?.getTracks() ?? [];
  for (const track of tracks) track.stop();
  delete streams[part];
  PARTS[part].hide();
}

async function open(part, device) {
  const mine = run;
  const { wants, show } = PARTS[part];
  release(part);
  if (!navigator.mediaDevices?.getUserMedia) return say(part, window.isSecureContext ? 'missing' : 'insecure');
  say(part, 'asking');
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ [wants]: device ? { deviceId: { exact: device } } : true });
    if (mine !== run) return stream.getTracks().forEach((track) => track.stop());
    // Another choice may have come in between.
    release(part);
    streams[part] = stream;
    const [track] = stream.getTracks();
    track.addEventListener('ended', () => { release(part); say(part, 'gone'); restIfClosed(); });
    await show(stream);
    await choices(part, track);
  } catch ({ name }) {
    if (mine !== run) return;
    release(part);
    say(part, REASONS[name] ?? 'busy');
  }
}

/** Devices have names only once one of them is open. */
async function choices(part, track) {
  const devices = await navigator.mediaDevices.enumerateDevices();
  const select = field(part);
  const mine = devices.filter(({ kind }) => kind === PARTS[part].kind);
  select.replaceChildren(...mine.map(({ deviceId, label }, i) => new Option(label || `${i + 1}`, deviceId)));
  select.value = track.getSettings().deviceId ?? '';
  select.parentElement.hidden = mine.length < 2;
}

async function showPicture(stream) {
  picture.srcObject = stream;
  picture.hidden = false;
  await picture.play();
  say('camera', 'good');
}

function hidePicture() {
  picture.srcObject = null;
  picture.hidden = true;
}

// From here on it is a voice rather than the room.
const HEARD = 0.03;
let sound;

async function showLevel(stream) {
  sound = new AudioContext();
  const [here, analyser] = [sound, sound.createAnalyser()];
  here.createMediaStreamSource(stream).connect(analyser);
  await here.resume();
  const samples = new Float32Array(analyser.fftSize);
  const meter = $('meter', level);
  level.hidden = false;
  say('microphone', 'quiet');
  const look = () => {
    if (sound !== here) return;
    analyser.getFloatTimeDomainData(samples);
    const loud = Math.sqrt(samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length);
    // Ears go by ratios: what is barely heard already moves it.
    meter.value = Math.min(1, Math.sqrt(loud) * 1.5);
    if (loud > HEARD) say('microphone', 'good');
    requestAnimationFrame(look);
  };
  look();
}

function hideLevel() {
  sound?.close();
  sound = undefined;
  level.hidden = true;
}

function close() {
  run += 1;
  Object.keys(PARTS).forEach(release);
  for (const part of Object.keys(PARTS)) field(part).parentElement.hidden = true;
}

start.addEventListener('click', async () => {
  run += 1;
  const mine = run;
  stop.hidden = false;
  start.hidden = true;
  stop.focus();
  network();
  for (const part of Object.keys(PARTS)) if (mine === run) await open(part);
  if (mine === run) restIfClosed();
});

/** The button that starts, in the place of the one that stops. */
function rest() {
  const held = document.activeElement === stop;
  start.hidden = false;
  stop.hidden = true;
  if (held) start.focus();
}

/** With nothing open there is nothing to stop, but everything to try again. */
function restIfClosed() {
  if (Object.keys(streams).length === 0) rest();
}

stop.addEventListener('click', () => {
  close();
  rest();
  for (const part of Object.keys(PARTS)) say(part, 'stopped');
});
for (const part of Object.keys(PARTS)) field(part).addEventListener('change', ({ target }) => open(part, target.value));
addEventListener('pagehide', () => { close(); rest(); });
addEventListener('offline', () => say('network', 'offline'));

for (const part of ['network', ...Object.keys(PARTS)]) say(part, 'ready');
$('[data-check]').hidden = false;
