/** How reports in prose introduce the words of the server that refused; lower case, what follows is quoted. */
export const replyCues: readonly string[] = [
  'the error that the other server returned was:',
  'the response from the remote server was:',
  'the response from the server was:',
  'remote server replied:',
  'remote server returned:',
  'remote server said:',
  'remote host said:',
  'remote smtp server returned:',
  'the remote server said:',
  'the server responded:',
  'server response was:',
  'the response was:',
  'was automatically rejected:',
];
