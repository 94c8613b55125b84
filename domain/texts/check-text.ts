/**
 * What people read about a finding. `{name}` stands for a fact of the result; a part in square brackets is left out when one
 * of its facts is not known. `mend` is null where there is nothing to mend.
 */
export interface CheckText {
  readonly title: string;
  readonly meaning: string;
  readonly mend: string | null;
}
