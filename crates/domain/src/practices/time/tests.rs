//! The rules of time, each as a sentence.
