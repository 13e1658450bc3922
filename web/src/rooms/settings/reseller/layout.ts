/** Inputs beside each other stand on one line, whether or not each is described. */
export const INPUT_FIRST: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error']
