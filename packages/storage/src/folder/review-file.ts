/** In the data folder: what the last `telltale review` of it compared with. Replaced as a whole. */
export const REVIEW_FILE = 'review.json';
