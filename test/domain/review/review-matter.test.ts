import { settingsFields } from '../../../domain/mail-server-settings';
import { requiredItems } from '../../../domain/review/checklist';
import { readyReasonIds, readyReasons } from '../../../domain/review/ready-reasons';
import { settingsDifference } from '../../../domain/review/settings-difference';
import { reviewTexts } from '../../../domain/texts/review-texts';
import { settings } from '../../support/lifecycle-builders';

describe('the checklist', () => {
  it('asks for a comparison only where something is replaced, and for weighing only where there are hints', () => {
    expect(requiredItems({ risks: [], replacesLive: false })).toEqual([
      'REPORT_READ',
      'SENDER_BELONGS_TO_ORGANIZATION',
      'SERVER_BELONGS_TO_ORGANIZATION',
    ]);
    const risks = [{ code: 'FREE_MAIL_SENDER', fact: 'gmx.at' }] as const;
    expect(requiredItems({ risks, replacesLive: true })).toHaveLength(5);
  });
});

describe('the difference to the live revision', () => {
  it('names every field where nothing is live, and only what changes where something is', () => {
    expect(settingsDifference(null, settings).map(({ field }) => field)).toEqual(settingsFields);
    expect(settingsDifference(settings, settings)).toEqual([]);
    const changed = { ...settings, port: 465, security: 'tls' as const };
    expect(settingsDifference(settings, changed)).toEqual([
      { field: 'port', from: '587', to: '465' },
      { field: 'security', from: 'starttls', to: 'tls' },
    ]);
  });

  it('shows settings that have parts whole', () => {
    const trust = { kind: 'certificate', sha256: 'a'.repeat(64) } as const;
    const [change] = settingsDifference(settings, { ...settings, trust });
    expect(change).toMatchObject({ field: 'trust', from: '{"kind":"public"}', to: JSON.stringify(trust) });
  });
});

describe('ready-made reasons', () => {
  it('are offered each once, with texts of their own in both languages', () => {
    expect(readyReasons.map(({ id }) => id)).toEqual(readyReasonIds);
    for (const id of readyReasonIds) {
      const [german, english] = [reviewTexts('de').reasons[id], reviewTexts('en').reasons[id]];
      expect(german).not.toBe(english);
      expect(Math.min(german.length, english.length)).toBeGreaterThan(40);
    }
  });

  it('for change requests name what the customer should look at', () => {
    const silent = readyReasons.filter(({ verdict, fields }) => verdict === 'request-changes' && fields.length === 0);
    expect(silent).toEqual([]);
  });
});
