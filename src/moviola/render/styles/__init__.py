"""Pictures in other hands: painted, drawn, aged or graded. All work on 8-bit RGB pictures of any size."""
