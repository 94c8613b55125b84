import fc from 'fast-check';

import { searchForm } from '../../domain/search-text';

describe('the form that texts are searched and sorted by', () => {
  it.each([
    ['Gebrüder  Öztürk', 'gebruder ozturk'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['ＡＣＭＥ', 'acme'],
    ['  Ærø\tA/S ', 'ærø a/s'],
    ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
  ])('of %j is %j', (text, form) => {
    expect(searchForm(text)).toBe(form);
  });

  it('is no longer than what people type, and already in its own form', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const form = searchForm(text);
        expect(form.length).toBeLessThanOrEqual(200);
        expect(searchForm(form)).toBe(form);
      }),
    );
  });
});
