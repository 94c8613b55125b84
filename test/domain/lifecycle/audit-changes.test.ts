import { auditChanges } from '../../../domain/lifecycle/audit-changes';
import { initialState } from '../../../domain/lifecycle/state';
import { after, profile, settings, way } from '../../support/lifecycle-builders';

describe('the changes of an event', () => {
  it('name what is there now, field by field, with what was there before', () => {
    const before = initialState('acme');
    const registered = after(way.registered, before);
    expect(auditChanges(before, registered)).toEqual([
      { field: 'profile.name', before: null, after: profile.name },
      { field: 'profile.adminAddress', before: null, after: profile.adminAddress },
      { field: 'profile.locale', before: null, after: profile.locale },
    ]);
    expect(auditChanges(registered, registered)).toEqual([]);
  });

  it('show submitted settings and never which credential belongs to them', () => {
    const changes = auditChanges(after(way.unlocked), after(way.checking));
    expect(changes).toContainEqual({ field: 'draft.settings.host', before: null, after: settings.host });
    expect(JSON.stringify(changes)).not.toContain('credential');
  });

  it('show an approval as the end of the draft and the beginning of the live server', () => {
    const changes = auditChanges(after(way.awaitingReview), after(way.live));
    expect(changes).toContainEqual({ field: 'draft.settings.host', before: settings.host, after: null });
    expect(changes).toContainEqual({ field: 'live.settings.host', before: null, after: settings.host });
  });
});
