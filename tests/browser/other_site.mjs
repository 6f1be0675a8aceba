// Cookies of other pages, tried on a second name of a clinic's (domain.md C02).
import assert from 'node:assert/strict';
import * as journeys from './journeys.mjs';
import { open_served } from './served_clinic.mjs';
import { Visitor } from './visitor.mjs';

// check.mjs runs them, in a browser with the settings that their titles ask for.
export const other_site_tests = (build) => {
  const checked = (expected, look) => async (visit) => {
    const clinic = await open_served(build, { other_site: 'other.localhost' });
    try {
      const there = new Visitor(visit.page, clinic, visit.see_);
      assert.deepEqual(await journeys.check_browser(there, 'others'), expected);
      assert.equal(await visit.page.locator('iframe').count(), 0, 'nothing of that site is left');
      await look(there);
    } finally {
      await visit.page.goto('about:blank');  // nothing is loaded from it any more
      await clinic.stop();
    }
  };
  return {
    'a check with cookies of other pages': checked([], (visit) =>
      visit.says(/Cookies of other pages\s+On/)),

    'a check without cookies of other pages': checked(['third_party_cookies_off'], async (visit) => {
      await visit.says(/Cookies of other pages\s+Blocked/);
      await visit.press('button[value="page_broken.by_itself"]');
      await visit.see('page_broken.by_itself');
    }),
  };
};
