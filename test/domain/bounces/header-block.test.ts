import { parseHeaderBlock } from '../../../domain/bounces/header-block';

describe('a header block', () => {
  it('gives its fields in their order, folded values on one line', () => {
    expect(parseHeaderBlock('Subject: one\n two\n\tthree\nTo: a@x.example')).toEqual([
      { name: 'Subject', value: 'one two three' },
      { name: 'To', value: 'a@x.example' },
    ]);
  });

  it('gives a value that begins on its second line without anything before it', () => {
    const id = '<test-mail.a601b882-c912-83bd-f9cc-72f028f5267a@customer.example>';
    expect(parseHeaderBlock(`Message-ID:\n ${id}`)).toEqual([{ name: 'Message-ID', value: id }]);
  });

  it('gives what it has where lines are no fields', () => {
    expect(parseHeaderBlock(' folded\nno field\n: none\nTo: a@x.example')).toEqual([
      { name: 'To', value: 'a@x.example' },
    ]);
  });
});
