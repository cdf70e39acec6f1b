/** How many rows the data set has; 120,000 in all unless told otherwise. */
export interface DatasetSize {
  readonly customers: number;
  readonly accounts: number;
  readonly orders: number;
  readonly linesPerOrder: number;
}
