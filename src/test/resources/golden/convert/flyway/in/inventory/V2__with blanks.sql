VACUUM drugs;
