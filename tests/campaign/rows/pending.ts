/** Tests of rows that the product doesn't meet yet: each is expected to fail, until its name goes. */
export const pending: readonly string[] = [
  'row 8: for a quarter of an hour: no check passes on the old one (swap)',
  'row 8: for a quarter of an hour: no check passes on the old one (swap-instance)',
  'row 8: for good: the old one is not deleted (swap)',
  'row 8: for good: the old one is not deleted (swap-instance)',
];
