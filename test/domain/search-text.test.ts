import fc from 'fast-check';

import { searchForm, searchPattern } from '../../domain/search-text';

describe('the form that texts are searched and sorted by', () => {
  it.each([
    ['Gebrüder  Öztürk', 'gebruder ozturk'],
    ['STRASSE', 'strasse'],
    ['Straße', 'strasse'],
    ['ＡＣＭＥ', 'acme'],
    ['  Ærø\tA/S ', 'aero a/s'],
    ['ΣΊΣΥΦΟΣ', 'σισυφοσ'],
    ['Yılmaz İnşaat', 'yilmaz insaat'],
    ['Łódź', 'lodz'],
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

describe('what is searched for', () => {
  const finds = (wanted: string, text: string) => new RegExp(searchPattern(wanted)).test(searchForm(text));

  it.each([
    ['Grünau', 'Stadtwerke Grünau'],
    ['gruenau', 'Stadtwerke Grünau'],
    ['grunau', 'Stadtwerke Grünau'],
    ['GRÜNAU', 'kundenservice@stadtwerke-gruenau.example'],
    ['Yilmaz', 'Praxisgemeinschaft Yılmaz'],
    ['Muenchner', 'Mu\u0308nchner Verein'],
    ['a.b', 'smtp.a.b.example'],
  ])('as %j finds %j', (wanted, text) => {
    expect(finds(wanted, text)).toBe(true);
  });

  it.each([
    ['a.b', 'smtp-a-b'],
    ['Grünau', 'Grenau'],
    ['(', 'Klammer'],
  ])('as %j does not find %j', (wanted, text) => {
    expect(finds(wanted, text)).toBe(false);
  });

  it('is found in every text that contains it, whatever stands there', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        expect(finds(text, `x ${text} x`)).toBe(true);
      }),
    );
  });
});
