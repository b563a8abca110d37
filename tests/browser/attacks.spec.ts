// The table of attacks in the browser: the same text that sim/tests/attacks.rs runs, run by the page's own module.

import { openSharedDoor, test } from './door';
import { expect } from './page';

interface Entry { name: string; row: number; variants: number; status: number; code: string | null; check: string; clause: string; url: string }

test('each attack of the table is refused by its check, and its control succeeds', async ({ page, watch }) => {
  await openSharedDoor(page, watch);
  const { table, faults, launched } = await page.evaluate(async () => {
    const table: Entry[] = await demo.attacks();
    const faults: string[] = [];
    let launched = 0;
    for (const { name, variants, status, code, check } of table) {
      for (let variant = 0; variant < variants; variant++) {
        const { attack, control } = await demo.attack(name, variant);
        launched++;
        const refused = attack.fault === null && attack.status === status && (code === null || attack.code === code)
          && check.split('|').includes(attack.check);
        if (!refused) faults.push(`${name} [${variant}]: ${attack.status} ${attack.code} by ${attack.check} ${attack.fault ?? ''}`);
        if (control.fault !== null || control.check !== 'none') faults.push(`control of ${name} [${variant}]: ${control.check} ${control.fault ?? ''}`);
      }
    }
    return { table, faults, launched };
  });
  expect(faults).toEqual([]);
  expect(table.length).toBeGreaterThan(200);
  expect(launched).toBeGreaterThan(2000); // Every bit of a token is flipped, among others.
  for (const { name, url } of table) expect(url, name).toMatch(/^https:\/\/www\.rfc-editor\.org\/rfc\/rfc\d+\.html#section-[\d.]+$/);
});

test('an attack shows what was sent and what came back', async ({ page, watch }) => {
  await openSharedDoor(page, watch);
  const name = await page.evaluate(async () => (await demo.attacks() as Entry[]).find(({ row, check }) => row === 1 && check === 'token-algorithm')!.name);
  const { script, attack } = await page.evaluate((name) => demo.attack(name), name);
  expect(script).toContain('header alg');
  const { request, response, check, sentence } = attack.exchanges.at(-1);
  expect(request).toMatch(/^GET \/v1\/orders HTTP\/1\.1\nHost: api\.demo\.example\nAuthorization: Bearer /);
  expect(response).toMatch(/^HTTP\/1\.1 401 Unauthorized\n/);
  expect([check, sentence]).toEqual(['token-algorithm', expect.stringMatching(/HS256/)]);
});

test('launching an attack leaves the page’s own provider alone', async ({ page, watch }) => {
  await openSharedDoor(page, watch);
  const log = await page.evaluate(async () => {
    await demo.attack((await demo.attacks())[0].name);
    return demo.log();
  });
  expect(log).toEqual([]);
});

for (const call of ['attack("no such attack")', 'attack()', 'attack((await demo.attacks())[0].name, -1)', 'attack((await demo.attacks())[0].name, 0.5)', 'attack((await demo.attacks())[0].name, 1e9)']) {
  test(`demo.${call} says what is wrong`, async ({ page, watch }) => {
    await openSharedDoor(page, watch);
    const said = await page.evaluate(`(async () => { try { return await demo.${call} } catch (error) { return String(error) } })()`);
    expect(said).toMatch(/^RangeError: .*(demo\.attacks\(\) lists them|a variant is a whole number)/);
  });
}
