import { MailRate, muchMail } from '../../activities/mail-rate';

describe('the rate of an organization’s mail', () => {
  const { mails, spanMs } = muchMail;

  /** So many mails, evenly over so many milliseconds. */
  function afterMails(count: number, withinMs: number): MailRate {
    const rate = new MailRate(1_000);
    for (let mail = 1; mail <= count; mail += 1) rate.count(1_000 + (mail * withinMs) / count);
    return rate;
  }

  it('is much when more than two dozen mails came within the span', () => {
    expect(afterMails(mails + 1, spanMs).isMuch).toBe(true);
    expect(afterMails(mails, spanMs).isMuch).toBe(false);
  });

  it('is not known before the span is over', () => {
    expect(afterMails(mails * 2, spanMs - 1).isMuch).toBe(false);
  });

  it('is not much for as many in a longer time, however long it lasts', () => {
    expect(afterMails(mails * 20, spanMs * 25).isMuch).toBe(false);
  });

  it('stays much once it was', () => {
    const rate = afterMails(mails + 1, spanMs);
    rate.count(1_000 + spanMs * 3);
    expect(rate.isMuch).toBe(true);
  });
});
