/**
 * Lines that mail scanners put below what they looked at; in phrase form. They speak of viruses and spam, and not of why a
 * mail came back.
 */
export const scannerFooters: readonly string[] = [
  '<mail>*scanned by',
  '<mail>*scanned for',
  '<mail>*scanned with',
  '<mail>*checked by',
  '<mail>*checked for vir',
  '<mail>*auf viren',
  'auf viren*geprüft',
  'analizado~antivirus',
  'analizado con',
  'analisado~antiv',
  'analysé par',
  'contrôlé par',
  'no virus found',
  'virus-free',
  'virenfrei',
  'frei von viren',
  'believed to be clean',
  'avast! antivirus',
];
