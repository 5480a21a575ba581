/** Something the operator should know; the store goes on. */
export interface StoreNotice {
  readonly kind:
    /** The tail of a log file was torn or damaged and was cut off. */
    | 'log-cut'
    /** Samples in the log belong to series whose labels were lost. */
    | 'series-lost'
    /** A block could not be read; its samples are missing from answers. */
    | 'block-damaged'
    /** A day's file was damaged, or belongs to another store; it was set aside or left out. */
    | 'file-ignored'
    /** The disk refuses writes; the store keeps the data in memory and tries again. */
    | 'write-failed'
    /** The clock went ahead or back, or is behind the samples that are there. */
    | 'clock-jumped'
    /** More days than usual are older than the retention: they go later, as the clock may be wrong. */
    | 'retention-held'
    /** Log records were older than what is kept, and were left out. */
    | 'records-too-old'
    /** What cannot be deleted takes more than `retentionBytes`. */
    | 'over-limit'
    /** Writing works again. */
    | 'write-recovered';
  readonly message: string;
}
