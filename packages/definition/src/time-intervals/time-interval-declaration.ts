/** A time of the day, from 00:00 to 24:00. */
type TimeOfDay = `${number}:${number}`;

/** Hours of the day such as `'09:00-17:00'`; the end does not belong to it. For a night write two. */
export type TimeOfDayRange = `${TimeOfDay}-${TimeOfDay}`;

/** Times that all of its fields allow; what is not given allows everything. Ranges are written as in Alertmanager. */
export interface TimeWindowDeclaration {
  readonly times?: readonly TimeOfDayRange[];
  /** Such as `'monday:friday'` or `'saturday'`. */
  readonly weekdays?: readonly string[];
  /** Such as `'1:5'`; `'-1'` is the last day of the month. */
  readonly daysOfMonth?: readonly string[];
  /** Such as `'january:march'`. */
  readonly months?: readonly string[];
  /** Such as `'2026:2028'`. */
  readonly years?: readonly string[];
  /** Time zone, such as `Europe/Berlin`; UTC by default. */
  readonly location?: string;
}

/** A time that routes name: one window, or several of which one must hold. */
export type TimeIntervalDeclaration = TimeWindowDeclaration | readonly TimeWindowDeclaration[];
