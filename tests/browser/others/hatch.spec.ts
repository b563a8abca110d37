// The hatch of a refused answer, as it is painted.

import { test, expect } from './test';

test('of a hatched cell the gaps are wide and the stripes are narrow', async ({ demo: open, view }) => {
  await open('access-matrix');
  const gaps = async () => {
    const cell = await view.evaluate(() => {
      const cell = document.querySelector('.matrix button.no')!;
      cell.scrollIntoView({ block: 'center', behavior: 'instant' });
      const { x, y, width, height } = cell.getBoundingClientRect();
      return { x, y, width, height, ground: getComputedStyle(cell).backgroundColor };
    });
    const picture = (await view.picture()).toString('base64');
    return view.evaluate(async (picture, { x, y, width, height, ground }) => {
      const image = await createImageBitmap(new Blob([Uint8Array.from(atob(picture), (byte) => byte.charCodeAt(0))], { type: 'image/png' }));
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [Math.floor(width) - 8, Math.floor(height) - 8];
      const context = canvas.getContext('2d')!;
      context.drawImage(image, -Math.ceil(x) - 4, -Math.ceil(y) - 4);
      const { data } = context.getImageData(0, 0, canvas.width, canvas.height);
      const [red, green, blue] = ground.match(/\d+/g)!.map(Number);
      let gaps = 0;
      for (let i = 0; i < data.length; i += 4) {
        if (Math.max(Math.abs(data[i]! - red!), Math.abs(data[i + 1]! - green!), Math.abs(data[i + 2]! - blue!)) <= 2) gaps++;
      }
      return gaps / (data.length / 4);
    }, picture, cell);
  };
  // Three quarters, less the letters. The other way round it was a twentieth. Asked again until the cell stands where it
  // was measured: a picture can be taken before the page has scrolled, or while its fonts still move it.
  await expect.poll(gaps).toBeGreaterThan(0.4);
});
