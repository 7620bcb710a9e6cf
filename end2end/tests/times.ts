// Wall-clock times as the form's fields hold them, in the zone that the tests' accounts use.

/** `minutes` from now, in Asia/Shanghai, for a `datetime-local` field. */
export function field(minutes: number): string {
  const shanghai = new Date(Date.now() + minutes * 60_000 + 8 * 3_600_000);
  return shanghai.toISOString().slice(0, 16);
}
