// The check of a device before a meeting. Chromium stands in for camera and microphone.
import { expect, test } from './support.ts';

const said = (part: string) => `[data-said="${part}"]`;

test('without a script the page says what it would do', async ({ page, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled !== false, 'with a script it does it, below');
  await page.goto('/check');
  await expect(page.locator('main')).toContainText('The check needs JavaScript', { useInnerText: true });
  await expect(page.locator('[data-start]')).toBeHidden();
});

test.describe('with a script', () => {
  test.skip(({ javaScriptEnabled }) => javaScriptEnabled === false, 'the check is the script’s');

  test('connection, camera and microphone are tested, and released', async ({ page, context }) => {
    await context.grantPermissions(['camera', 'microphone']);
    await page.goto('/j/anything/check');
    await page.locator('[data-start]').click();
    await expect(page.locator(said('network'))).toContainText('ms');
    await expect(page.locator(said('camera'))).toContainText('The camera works');
    await expect(page.locator(said('microphone'))).toContainText('you are heard');
    const size = () => page.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth);
    await expect.poll(size).toBeGreaterThan(0);
    const level = () => page.locator('meter').evaluate((meter: HTMLMeterElement) => meter.value);
    await expect.poll(level).toBeGreaterThan(0);

    await page.evaluate(() => {
      const stream = document.querySelector('video')?.srcObject as MediaStream;
      (window as any).track = stream.getTracks()[0];
    });
    await page.locator('[data-stop]').click();
    expect(await page.evaluate(() => (window as any).track.readyState)).toBe('ended');
    await expect(page.locator(said('camera'))).toContainText('released');
    await expect(page.locator('video')).toBeHidden();
    await expect(page.locator('[data-start]')).toBeFocused();
    await page.getByRole('link', { name: 'Back to the invitation' }).click();
    await expect(page).toHaveURL(/\/j\/anything$/);
  });

  test('what is refused is said, with what to do', async ({ page }) => {
    await page.goto('/check');
    await page.locator('[data-start]').click();
    await expect(page.locator(said('camera'))).toContainText('does not let this page use the camera');
    await expect(page.locator(said('microphone'))).toContainText('does not let this page use the microphone');
    await expect(page.locator('[data-start]')).toBeVisible();
  });

  test('a device that is not there, or is taken, or a page without https, is said', async ({ page }) => {
    const refuse = (name: string) =>
      page.evaluate((name) => {
        navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', name));
      }, name);
    await page.goto('/check');
    await refuse('NotFoundError');
    await page.locator('[data-start]').click();
    await expect(page.locator(said('camera'))).toContainText('No camera was found');
    await refuse('NotReadableError');
    await page.locator('[data-start]').click();
    await expect(page.locator(said('microphone'))).toContainText('another program uses it');
    await page.evaluate(() => {
      Object.defineProperty(navigator, 'mediaDevices', { value: undefined });
      Object.defineProperty(window, 'isSecureContext', { value: false });
    });
    await page.locator('[data-start]').click();
    await expect(page.locator(said('camera'))).toContainText('not opened over https');
  });
});
