/** What people read at the dashboards about a code of the error catalogue: what happened, and what they can do now. */
export interface ProblemText {
  readonly title: string;
  readonly advice: string;
}
