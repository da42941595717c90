/**
 * How many people a group of rows is of: by the hash of their device's secret, else by their pseudonym. Where an event came
 * with neither, nothing tells whose it is, and it counts for itself.
 */
export const peopleCount = "uniqExact(multiIf(subject != '', subject, notEmpty(subjects), subjects[1], id))";
