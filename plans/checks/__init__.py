"""What a plan still lacks, as sentences that lead to the place to mend."""
