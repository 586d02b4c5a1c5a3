// MOTE_VECTOR_LOOP before a loop says that its iterations are independent of one another, though pointers may look as
// if they met, so that the compiler may turn the loop into vectors without checks.
#ifndef MOTE_METHODS_NEURAL_REFINEMENT_VECTOR_LOOP_H_
#define MOTE_METHODS_NEURAL_REFINEMENT_VECTOR_LOOP_H_

#if defined(__clang__)
// Clang warns where it leaves such a loop as it is, which it may, with little optimisation.
#pragma clang diagnostic ignored "-Wpass-failed"
#define MOTE_VECTOR_LOOP _Pragma("clang loop vectorize(assume_safety)")
#elif defined(__GNUC__)
#define MOTE_VECTOR_LOOP _Pragma("GCC ivdep")
#else
#define MOTE_VECTOR_LOOP
#endif

#endif  // MOTE_METHODS_NEURAL_REFINEMENT_VECTOR_LOOP_H_
